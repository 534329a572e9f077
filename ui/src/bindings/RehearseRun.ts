// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Runs through the next hours on a fast clock: no model is asked, nothing is sent or written.
 */
export type RehearseRun = {
/**
 * How many hours; absent = 24, 744 at most.
 */
hours?: number, };
