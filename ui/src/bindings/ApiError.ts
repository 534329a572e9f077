// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * An error as it travels: the code, the sentence and what to do next, in the home's language.
 */
export type ApiError = {
/**
 * Stable code.
 */
code: string,
/**
 * What happened.
 */
message: string,
/**
 * What the person can do next.
 */
hint?: string,
/**
 * The parameters behind the sentence.
 */
params?: Record<string, unknown>, };
