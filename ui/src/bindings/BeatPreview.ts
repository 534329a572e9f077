// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { BeatTokens } from "./BeatTokens";
import type { EstimatedCost } from "./EstimatedCost";

/**
 * What a beat now would be.
 */
export type BeatPreview = {
/**
 * Why it would be left out.
 */
skipped: ApiError | null,
/**
 * What the model it would ask is called.
 */
model: string,
/**
 * What the model would read and answer.
 */
tokens: BeatTokens,
/**
 * Dollars; null = the model's price is unknown.
 */
cost: EstimatedCost | null,
/**
 * Events it would hand over.
 */
waiting: number,
/**
 * Only HEARTBEAT.md is read, not the conversation.
 */
lightContext: boolean,
/**
 * Where it would write: `last`, `none` or a channel.
 */
target: string, };
