// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What was moved.
 */
export type SecretsAdopted = {
/**
 * Their paths.
 */
paths: Array<string>,
/**
 * Paths of those that stay in the file, since nothing says which server they are for.
 */
left: Array<string>, };
