// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronWarning } from "./CronWarning";
import type { EstimatedCost } from "./EstimatedCost";

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
warnings: Array<CronWarning>,
/**
 * Dollars a month of 30.44 days; `null` = no job was given, or the price is unknown.
 */
costPerMonth: EstimatedCost | null, };
