// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Stops the gateway cleanly: running turns finish or save.
 */
export type GatewayStop = Record<symbol, never>;
