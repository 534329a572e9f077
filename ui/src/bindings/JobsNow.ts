// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobReason } from "./JobReason";
import type { JobUnderWay } from "./JobUnderWay";
import type { NextJob } from "./NextJob";

/**
 * How jobs are as a whole.
 */
export type JobsNow = {
/**
 * A gateway runs that wakes them.
 */
running: boolean,
/**
 * The setting `cron.enabled`.
 */
on: boolean,
/**
 * Why none runs by itself; `null` = nothing holds them all.
 */
hold: JobReason | null,
/**
 * The allowance is used up: only what asks no model runs.
 */
spent: boolean,
/**
 * They wait after too many starts until this time, ms.
 */
settlingUntil: number | null,
/**
 * How many there are.
 */
jobs: number,
/**
 * Of those, how many are switched on.
 */
enabled: number,
/**
 * Runs that are under way.
 */
underWay: Array<JobUnderWay>,
/**
 * The next one; `null` = none is planned.
 */
next: NextJob | null, };
