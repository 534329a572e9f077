// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * US dollars.
 */
export type EstimatedCost = {
/**
 * With all hits in the cache and a short answer.
 */
low: number,
/**
 * Without any and with a long answer.
 */
high: number, };
