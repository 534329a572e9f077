// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * It stops.
 */
export type GatewayStopping = {
/**
 * Turns it waits for.
 */
running: number,
/**
 * How long it waits for them at most, ms; what is not finished then is continued at the next
 * start.
 */
graceMs: number, };
