// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobHappened } from "./JobHappened";

/**
 * What happened to a job, newest first: a page of it.
 */
export type JobHistory = {
/**
 * Slots and runs by hand.
 */
rows: Array<JobHappened>,
/**
 * Ask with this for what came before; `null` = that is all.
 */
before: number | null, };
