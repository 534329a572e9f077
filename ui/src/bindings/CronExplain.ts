// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Shows what a run of a job would see.
 */
export type CronExplain = {
/**
 * Which.
 */
id: string, };
