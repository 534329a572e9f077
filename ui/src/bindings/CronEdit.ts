// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronWhen } from "./CronWhen";

/**
 * Changes a job.
 */
export type CronEdit = {
/**
 * Which.
 */
id: string,
/**
 * Fields as in `jobs.json`: `null` takes one away, objects are merged, others stay.
 */
job: Record<string, unknown>,
/**
 * `job` is the whole definition: what it does not name goes.
 */
whole?: boolean,
/**
 * When it runs from now on.
 */
when?: CronWhen, };
