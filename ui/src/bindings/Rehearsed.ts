// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimatedCost } from "./EstimatedCost";
import type { RehearsedItem } from "./RehearsedItem";

/**
 * What would happen.
 */
export type Rehearsed = {
/**
 * From, ms.
 */
from: number,
/**
 * Until before, ms.
 */
until: number,
/**
 * The person's zone.
 */
zone: string,
/**
 * In order.
 */
items: Array<RehearsedItem>,
/**
 * There is more than is told.
 */
cut: boolean,
/**
 * Things that run.
 */
runs: number,
/**
 * Dollars of all of it whose price is known.
 */
cost: EstimatedCost,
/**
 * Things in it whose price is unknown.
 */
unpriced: number,
/**
 * Always `USD`.
 */
currency: string, };
