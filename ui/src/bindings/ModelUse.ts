// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Uses a model from now on.
 */
export type ModelUse = {
/**
 * `provider/model`, or `cove/practice`.
 */
id: string,
/**
 * For a server of one's own.
 */
baseUrl?: string, };
