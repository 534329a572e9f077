// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Removes one setting, so that its default holds.
 */
export type ConfigUnset = {
/**
 * Dotted path.
 */
path: string, };
