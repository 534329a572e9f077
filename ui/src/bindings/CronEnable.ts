// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Switches a job on; its slots count from now.
 */
export type CronEnable = {
/**
 * Which.
 */
id: string, };
