// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A report.
 */
export type CrashRow = {
/**
 * For `crash.read`.
 */
id: string,
/**
 * When, ms.
 */
at: number,
/**
 * Cove ended with it; otherwise it went on.
 */
fatal: boolean, };
