// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A run that is under way.
 */
export type JobUnderWay = {
/**
 * The job.
 */
id: string,
/**
 * What it is called.
 */
name: string,
/**
 * The run.
 */
runId: string, };
