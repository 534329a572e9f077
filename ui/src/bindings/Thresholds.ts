// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * From how many tokens on a conversation is long.
 */
export type Thresholds = {
/**
 * Long.
 */
warning: number,
/**
 * Very long.
 */
critical: number, };
