// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { CompactOutcome } from "./CompactOutcome";
import type { Undo } from "./Undo";

/**
 * The answer, in figures and in one line. Sizes are of the next request, tokens; 0 where nothing
 * changed.
 */
export type CompactResult = {
/**
 * What became of it.
 */
outcome: CompactOutcome,
/**
 * Before.
 */
before: number,
/**
 * After.
 */
after: number,
/**
 * Messages in the summary.
 */
summarised: number,
/**
 * Messages that stay word for word.
 */
kept: number,
/**
 * It in words.
 */
text: string,
/**
 * Why nothing changed.
 */
reason: ApiError | null,
/**
 * How to take it back, until the person's next message.
 */
undo: Undo | null, };
