// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What was moved.
 */
export type SecretsAdopted = {
/**
 * Their paths.
 */
paths: Array<string>, };
