// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * One record.
 */
export type ActivityRow = {
/**
 * Its id.
 */
id: string,
/**
 * When, ms.
 */
at: number,
/**
 * turn, message, delivery, pairing, config, file, channel, hold, secret, recovery, flush, compaction, reset, session.
 */
kind: string,
/**
 * What it is about.
 */
reference: string | null,
/**
 * done, quiet, failed, skipped, stopped, unknown, set-aside, changed.
 */
outcome: string,
/**
 * In words.
 */
text: string,
/**
 * Why, in words, if it did not happen.
 */
reason: string | null,
/**
 * The reason's code.
 */
code: string | null,
/**
 * What a provider said about it, in its own words, where it said something.
 */
detail: string | null,
/**
 * How to take it back.
 */
undo: Undo | null,
/**
 * What the agent said in it, where that is kept beside the record.
 */
said?: string,
/**
 * What its model calls cost, nano-dollars; absent = it made none, or none whose price is known.
 */
cost?: number, };
