// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists every job, in the order of the file.
 */
export type CronList = Record<symbol, never>;
