// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { MessageMark } from "./MessageMark";
import type { Speaker } from "./Speaker";
import type { ToolLine } from "./ToolLine";
import type { Usage } from "./Usage";

/**
 * One message as a person sees it.
 */
export type ChatMessage = {
/**
 * The entry's id.
 */
id: string,
/**
 * The turn it belongs to.
 */
turnId: string | null,
/**
 * Who.
 */
speaker: Speaker,
/**
 * When, ms.
 */
at: number,
/**
 * Markdown; of a person, their own words only.
 */
text: string,
/**
 * Where the person wrote from.
 */
channel: string | null,
/**
 * Tools it used, in order, before the text.
 */
tools: Array<ToolLine>,
/**
 * Tokens of its calls.
 */
usage: Usage | null,
/**
 * Nano-dollars.
 */
cost: number | null,
/**
 * `provider/model`.
 */
model: string | null,
/**
 * Said by the practice agent, without AI.
 */
practice: boolean,
/**
 * The line of usage under an answer, ready to be read; null where the conversation has none
 * (`/usage`).
 */
usageLine: string | null,
/**
 * Said anew, by `chat.retry`.
 */
again: boolean,
/**
 * The person stopped it here.
 */
stopped: boolean,
/**
 * Why it ended early.
 */
problem: ApiError | null,
/**
 * What it marks, of a note that marks something.
 */
mark?: MessageMark,
/**
 * The summary in the place of what was said before, where it marks that.
 */
summary?: string, };
