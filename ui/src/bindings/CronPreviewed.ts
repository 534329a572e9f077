// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronWarning } from "./CronWarning";

/**
 * What a schedule will do.
 */
export type CronPreviewed = {
/**
 * The next runs, ms.
 */
runs: Array<number>,
/**
 * The zone of its times.
 */
zone: string,
/**
 * In words.
 */
description: string,
/**
 * What may surprise.
 */
warnings: Array<CronWarning>, };
