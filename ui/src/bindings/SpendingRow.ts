// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CauseCost } from "./CauseCost";

/**
 * Calls summed up.
 */
export type SpendingRow = {
/**
 * `2026-11-21`, a cause, `provider/model` or a job's id; empty for the sum of all.
 */
key: string,
/**
 * What a job is called, where that is known.
 */
name?: string,
/**
 * Model calls.
 */
calls: number,
/**
 * Prompt tokens outside the cache.
 */
input: number,
/**
 * Prompt tokens read from the cache.
 */
cacheRead: number,
/**
 * Prompt tokens written to the cache.
 */
cacheWrite: number,
/**
 * Tokens of the answers.
 */
output: number,
/**
 * Nano-dollars, without the calls whose price is unknown.
 */
cost: number,
/**
 * Calls in it that nobody counted: their share is an estimate.
 */
estimated: number,
/**
 * Calls in it whose price is unknown.
 */
unpriced: number,
/**
 * Of a day: what each cause had of it, the dearest first.
 */
causes?: Array<CauseCost>, };
