// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A report, secrets masked.
 */
export type CrashReport = {
/**
 * All of it.
 */
text: string, };
