// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimatedCost } from "./EstimatedCost";
import type { JobPart } from "./JobPart";
import type { JobWarning } from "./JobWarning";

/**
 * What a run will see.
 */
export type JobExplained = {
/**
 * The conversation it runs in; `null` = a fresh one each time.
 */
sessionKey: string | null,
/**
 * `provider/model`; `null` = no model is asked.
 */
model: string | null,
/**
 * The system prompt, to the letter; empty where no model is asked by the job itself.
 */
system: string,
/**
 * What the job says, to the letter.
 */
message: string,
/**
 * Names of the tools it may use.
 */
tools: Array<string>,
/**
 * What the prompt is made of.
 */
parts: Array<JobPart>,
/**
 * All of it, tokens.
 */
tokens: number,
/**
 * Dollars of one run; `null` = the price is unknown.
 */
costPerRun: EstimatedCost | null,
/**
 * Dollars a month of 30.44 days.
 */
costPerMonth: EstimatedCost | null,
/**
 * What may surprise.
 */
warnings: Array<JobWarning>, };
