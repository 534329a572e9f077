// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimatedCost } from "./EstimatedCost";
import type { RehearsedKind } from "./RehearsedKind";

/**
 * Something that would happen.
 */
export type RehearsedItem = {
/**
 * When, ms.
 */
at: number,
/**
 * What it is.
 */
kind: RehearsedKind,
/**
 * The job, the agent or the conversation.
 */
reference: string,
/**
 * It runs; else it is left out, and `text` says why.
 */
runs: boolean,
/**
 * In words.
 */
text: string,
/**
 * Dollars; `null` = the model's price is unknown.
 */
cost: EstimatedCost | null, };
