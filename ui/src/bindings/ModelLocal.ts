// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Looks for model servers on this computer.
 */
export type ModelLocal = Record<symbol, never>;
