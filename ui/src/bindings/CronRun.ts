// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Runs a job now; answered when it has begun.
 */
export type CronRun = {
/**
 * Which.
 */
id: string,
/**
 * Also where it is switched off, paused or waits for a test message.
 */
force?: boolean, };
