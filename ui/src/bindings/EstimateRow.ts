// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimatedCost } from "./EstimatedCost";

/**
 * One line of the table.
 */
export type EstimateRow = {
/**
 * `30m`; `0m` = off.
 */
every: string,
/**
 * Calls of an ordinary day.
 */
callsPerDay: number,
/**
 * Dollars a day; `null` = the model's price is unknown.
 */
costPerDay: EstimatedCost | null, };
