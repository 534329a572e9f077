// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Shows what became of a job's slots and runs, newest first. A job that is gone has its history
 * still.
 */
export type CronRuns = {
/**
 * Which.
 */
id: string,
/**
 * What came before this, ms; absent = until now.
 */
before?: number,
/**
 * So many, at most 500; absent = 50.
 */
limit?: number, };
