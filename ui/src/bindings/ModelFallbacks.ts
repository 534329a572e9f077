// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Sets what is asked where the model in use can't answer.
 */
export type ModelFallbacks = {
/**
 * `provider/model`, in order; empty = nothing else is asked.
 */
ids: Array<string>, };
