// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Shows one job.
 */
export type CronGet = {
/**
 * Which.
 */
id: string, };
