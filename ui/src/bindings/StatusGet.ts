// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks for the status.
 */
export type StatusGet = Record<symbol, never>;
