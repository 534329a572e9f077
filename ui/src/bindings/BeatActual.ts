// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What the beats of some days cost, beside the estimate.
 */
export type BeatActual = {
/**
 * So many days back.
 */
days: number,
/**
 * Model calls.
 */
calls: number,
/**
 * Dollars, as these calls are estimated with answers as long as they were.
 */
estimated: number,
/**
 * Dollars, as they were booked.
 */
actual: number, };
