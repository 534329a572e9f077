// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lets a model run by itself whose price nobody knows. It counts as nothing.
 */
export type AllowanceAccept = {
/**
 * `provider/model`.
 */
model: string, };
