// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks how jobs are as a whole.
 */
export type CronStatus = Record<symbol, never>;
