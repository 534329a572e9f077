// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How far the estimates made before requests were off from what was counted, in thousandths.
 */
export type EstimateError = {
/**
 * Requests that were both estimated and counted.
 */
requests: number,
/**
 * Of the last one; `null` where there is none.
 */
lastPermille: number | null,
/**
 * Over all of them.
 */
meanPermille: number | null,
/**
 * The largest.
 */
worstPermille: number | null, };
