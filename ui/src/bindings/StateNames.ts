// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The shared states there are.
 */
export type StateNames = {
/**
 * States by name.
 */
states: Array<string>,
/**
 * Logs by name.
 */
logs: Array<string>, };
