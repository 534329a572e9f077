// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Meter } from "./Meter";

/**
 * A conversation. Names are the field's where it has them.
 */
export type SessionRow = {
/**
 * Session key.
 */
key: string,
/**
 * Session id.
 */
sessionId: string,
/**
 * Last change, ms.
 */
updatedAt: number,
/**
 * main, direct, group, cron, other.
 */
kind: string,
/**
 * What a person calls it.
 */
label: string | null,
/**
 * Provider last used.
 */
modelProvider: string | null,
/**
 * Model last used.
 */
model: string | null,
/**
 * Window use: size of the next request, tokens.
 */
totalTokens: number,
/**
 * False where it is an estimate (shown with ≈).
 */
totalTokensFresh: boolean,
/**
 * The window or its cap, tokens.
 */
contextTokens: number,
/**
 * Of the window.
 */
percentUsed: number,
/**
 * Of the mark where compaction starts.
 */
meter: Meter,
/**
 * Finished compactions.
 */
compactionCount: number,
/**
 * When its session began or was opened again, ms.
 */
lastReset: number,
/**
 * When it will be replaced if nobody speaks until then, ms; in the past = before the next
 * turn; null = never by itself.
 */
nextResetAt: number | null,
/**
 * The same in words.
 */
nextReset: string | null,
/**
 * How many messages come along then, at most; 0 = none.
 */
nextResetKeeps: number,
/**
 * When a person put it into the archive, ms.
 */
archivedAt: number | null,
/**
 * Where the last message came from.
 */
lastChannel: string | null, };
