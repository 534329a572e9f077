// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads a report.
 */
export type CrashRead = {
/**
 * Which.
 */
id: string, };
