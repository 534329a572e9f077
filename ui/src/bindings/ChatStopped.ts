// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What was stopped.
 */
export type ChatStopped = {
/**
 * A turn was running.
 */
stopped: boolean,
/**
 * Messages that waited and were marked *skipped: stopped*.
 */
skipped: number, };
