// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronWarning } from "./CronWarning";

/**
 * A schedule out of a sentence.
 */
export type CronDraft = {
/**
 * As in `jobs.json`.
 */
schedule: Record<string, unknown>,
/**
 * In words.
 */
description: string,
/**
 * The zone of its times.
 */
zone: string,
/**
 * The next runs, ms.
 */
runs: Array<number>,
/**
 * No time was given: 9:00 is assumed.
 */
timeAssumed: boolean,
/**
 * What may surprise.
 */
warnings: Array<CronWarning>, };
