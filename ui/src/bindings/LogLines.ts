// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lines of the log.
 */
export type LogLines = {
/**
 * Oldest first.
 */
lines: Array<string>,
/**
 * The file they are from.
 */
file: string, };
