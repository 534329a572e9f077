// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A setting.
 */
export type ConfigValue = {
/**
 * Its path.
 */
path: string,
/**
 * What is in force.
 */
value: unknown,
/**
 * It stands in the file; otherwise this is the default.
 */
written: boolean, };
