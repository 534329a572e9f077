// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ActivityPart } from "./ActivityPart";

/**
 * Lists records, newest first.
 */
export type ActivityList = {
/**
 * Only what is older than this record.
 */
before?: string,
/**
 * At most this many (default 50, at most 500).
 */
limit?: number,
/**
 * Only this kind.
 */
kind?: string,
/**
 * Only this part.
 */
part?: ActivityPart,
/**
 * Only what says all of these words, whatever their case.
 */
text?: string,
/**
 * Also check-ins that had nothing to report or were left out (`ok`, `duplicate`, `skipped`).
 */
beats?: boolean, };
