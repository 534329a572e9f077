// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { TurnOutcome } from "./TurnOutcome";
import type { Usage } from "./Usage";

/**
 * What became of a message.
 */
export type TurnResult = {
/**
 * How it ended.
 */
outcome: TurnOutcome,
/**
 * What the agent said; Markdown.
 */
reply: string,
/**
 * The conversation.
 */
sessionKey: string,
/**
 * Its session id at that time.
 */
sessionId: string,
/**
 * The turn that answered.
 */
turnId: string | null,
/**
 * Tokens of all calls of the turn.
 */
usage: Usage,
/**
 * Nano-dollars; null where the price is unknown.
 */
cost: number | null,
/**
 * `provider/model`.
 */
model: string | null,
/**
 * Answered by the practice agent, without AI.
 */
practice: boolean,
/**
 * The line of usage under the reply, ready to be read; null where the conversation has none
 * (`/usage`).
 */
usageLine: string | null,
/**
 * Why it failed or was skipped.
 */
problem: ApiError | null, };
