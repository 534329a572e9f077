// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Takes a job away. Its history stays.
 */
export type CronRemove = {
/**
 * Which.
 */
id: string, };
