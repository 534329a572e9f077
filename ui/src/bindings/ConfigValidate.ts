// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Checks the file.
 */
export type ConfigValidate = Record<symbol, never>;
