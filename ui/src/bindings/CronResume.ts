// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lifts the pause of a job; its slots count from now.
 */
export type CronResume = {
/**
 * Which.
 */
id: string, };
