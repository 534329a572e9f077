// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { StateLease } from "./StateLease";
import type { StateLine } from "./StateLine";

/**
 * A shared state.
 */
export type StateSeen = {
/**
 * Its name.
 */
name: string,
/**
 * Counts the writes; 0 = there is none yet.
 */
version: number,
/**
 * What its producer declared it to hold.
 */
format: string | null,
/**
 * The last write, ISO 8601.
 */
updatedAt: string | null,
/**
 * Who wrote.
 */
updatedBy: string | null,
/**
 * All of it.
 */
state: unknown,
/**
 * Who may write.
 */
lock: StateLease | null,
/**
 * Where there is only a log of this name: its newest lines, oldest first.
 */
log?: Array<StateLine>, };
