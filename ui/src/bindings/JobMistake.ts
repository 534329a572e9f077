// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A mistake that keeps a job from running here.
 */
export type JobMistake = {
/**
 * Dotted, as in the file: `delivery.to`.
 */
field: string,
/**
 * Stable.
 */
code: string,
/**
 * What is wrong.
 */
text: string,
/**
 * What to do.
 */
hint: string | null, };
