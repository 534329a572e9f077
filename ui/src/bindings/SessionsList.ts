// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists conversations, newest first.
 */
export type SessionsList = {
/**
 * Only those used in the last minutes.
 */
activeMinutes?: number,
/**
 * Runs of jobs and archived ones too.
 */
all: boolean, };
