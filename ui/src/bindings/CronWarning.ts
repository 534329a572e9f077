// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Something about a schedule that may surprise.
 */
export type CronWarning = {
/**
 * `never`, `past`, `often`, `dst-gap`, `day-31`.
 */
code: string,
/**
 * In words.
 */
text: string, };
