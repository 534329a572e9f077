// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CronWhen } from "./CronWhen";

/**
 * Makes a job.
 */
export type CronAdd = {
/**
 * Its record, as in `jobs.json`; what is absent is filled in.
 */
job: Record<string, unknown>,
/**
 * When it runs, where the record has no `schedule`.
 */
when?: CronWhen, };
