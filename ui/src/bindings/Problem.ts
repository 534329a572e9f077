// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * An error or a reason as it is stored and carried: a code and parameters, no finished text.
 */
export type Problem = {
/**
 * Stable code, see [`Coded::code`].
 */
code: string,
/**
 * Parameters of the sentence.
 */
params?: Record<string, unknown>, };
