// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Says a schedule of a record in words.
 */
export type CronDescribe = {
/**
 * As in `jobs.json`.
 */
schedule: Record<string, unknown>, };
