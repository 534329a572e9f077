// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Gives what runs by itself more for today.
 */
export type AllowanceExtend = {
/**
 * How much, nano-dollars; absent = a day's allowance once more.
 */
amount?: number, };
