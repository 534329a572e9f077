// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A limit and what is used of it.
 */
export type AllowanceUse = {
/**
 * With what today was given on top; `null` = none.
 */
limit: number | null,
/**
 * Spent or set aside by what runs by itself.
 */
spent: number, };
