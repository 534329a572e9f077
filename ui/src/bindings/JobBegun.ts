// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * It has begun.
 */
export type JobBegun = {
/**
 * The run's id.
 */
runId: string, };
