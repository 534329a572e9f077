// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the models that could be used.
 */
export type ModelList = Record<symbol, never>;
