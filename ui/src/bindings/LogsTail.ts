// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The newest lines of the log, secrets removed.
 */
export type LogsTail = {
/**
 * At most this many (default 100).
 */
lines?: number, };
