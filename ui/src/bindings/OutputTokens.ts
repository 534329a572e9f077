// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Tokens of an answer.
 */
export type OutputTokens = {
/**
 * A short one.
 */
low: number,
/**
 * A long one.
 */
high: number, };
