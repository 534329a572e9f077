// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * It stops.
 */
export type GatewayStopping = {
/**
 * Turns it waits for.
 */
running: number, };
