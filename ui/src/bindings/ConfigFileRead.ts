// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads the file.
 */
export type ConfigFileRead = Record<symbol, never>;
