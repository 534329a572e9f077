// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Leaves the runs of a job that were cut off as they are: nobody is asked about them any more.
 */
export type CronDismiss = {
/**
 * Which.
 */
id: string, };
