// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Where a subscriber stands.
 */
export type Since = {
/**
 * The epoch it knows.
 */
epoch: string,
/**
 * The last event it has.
 */
seq: number, };
