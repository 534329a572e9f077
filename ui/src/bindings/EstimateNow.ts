// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimateError } from "./EstimateError";

/**
 * How good the estimates are.
 */
export type EstimateNow = {
/**
 * Tokens of this model for each that the plain estimate (bytes / 3.6) gives.
 */
ratio: number,
/**
 * Requests that was learned from.
 */
samples: number,
/**
 * How far the estimates of this conversation were off.
 */
error: EstimateError, };
