// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronDraft } from "./CronDraft";

/**
 * What was understood.
 */
export type CronParsed = {
/**
 * The schedule; `null` = the sentence says no time.
 */
draft: CronDraft | null,
/**
 * What the sentence says beside; all of it where nothing was understood.
 */
rest: string, };
