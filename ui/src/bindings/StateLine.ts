// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A line of a log.
 */
export type StateLine = {
/**
 * When it was added, ISO 8601.
 */
at: string,
/**
 * Who added it.
 */
by: string,
/**
 * What.
 */
text: string, };
