// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobRow } from "./JobRow";

/**
 * Every job.
 */
export type JobList = {
/**
 * In the order of the file.
 */
jobs: Array<JobRow>,
/**
 * The event this is true for.
 */
seq: number, };
