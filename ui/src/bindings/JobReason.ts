// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Why something is so.
 */
export type JobReason = {
/**
 * Stable.
 */
code: string,
/**
 * In words.
 */
text: string, };
