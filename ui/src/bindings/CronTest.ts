// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Sends a word to where a job's result will go. Once it has arrived, the job runs.
 */
export type CronTest = {
/**
 * Which job.
 */
id: string, };
