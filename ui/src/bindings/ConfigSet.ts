// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Changes one setting, keeping comments and order.
 */
export type ConfigSet = {
/**
 * Dotted path.
 */
path: string,
/**
 * The new value.
 */
value: unknown, };
