// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Stops the run of a job; answered when it has ended.
 */
export type CronStop = {
/**
 * Which.
 */
id: string, };
