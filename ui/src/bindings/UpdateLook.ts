// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks how this installation is brought up to date. Nobody is asked over the network.
 */
export type UpdateLook = Record<symbol, never>;
