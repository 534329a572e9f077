// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads a setting.
 */
export type ConfigGet = {
/**
 * Dotted path, `agents.defaults.model`; absent = everything written in the file.
 */
path?: string, };
