// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { BeatActual } from "./BeatActual";
import type { BeatTokens } from "./BeatTokens";
import type { EstimateRow } from "./EstimateRow";
import type { EstimatedCost } from "./EstimatedCost";

/**
 * What beats will cost.
 */
export type BeatEstimate = {
/**
 * Calls of an ordinary day, one that has any.
 */
callsPerDay: number,
/**
 * Days of an ordinary week that have any.
 */
daysPerWeek: number,
/**
 * Tokens of one.
 */
tokensPerCall: BeatTokens,
/**
 * Dollars of such a day; `null` = the model's price is unknown.
 */
costPerDay: EstimatedCost | null,
/**
 * Dollars a month of 30.44 days, days of the week without calls taken off.
 */
costPerMonth: EstimatedCost | null,
/**
 * Always `USD`.
 */
currency: string,
/**
 * Why a beat would be left out as things are: `empty-heartbeat-file`, `no-heartbeat-file`,
 * `paused`, `paused-autonomous`, `paused-all`.
 */
skippedNow: string | null,
/**
 * The same for other times between two beats.
 */
table: Array<EstimateRow>,
/**
 * The estimate beside what was spent; absent for beats as they are not.
 */
actual?: BeatActual, };
