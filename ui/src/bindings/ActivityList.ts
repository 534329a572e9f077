// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists records, newest first.
 */
export type ActivityList = {
/**
 * Only what is older than this record.
 */
before?: string,
/**
 * At most this many (default 50, at most 500).
 */
limit?: number,
/**
 * Only this kind.
 */
kind?: string, };
