// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists people and requests.
 */
export type PairingList = Record<symbol, never>;
