// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Switches a job off.
 */
export type CronDisable = {
/**
 * Which.
 */
id: string, };
