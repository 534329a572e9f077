// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Something about what a run will see that may surprise.
 */
export type JobWarning = {
/**
 * `file-missing`, `file-withheld`.
 */
code: string,
/**
 * In words.
 */
text: string,
/**
 * The file.
 */
path: string, };
