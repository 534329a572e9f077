// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How a message or a turn ended.
 */
export type TurnOutcome = "done" | "quiet" | "stopped" | "skipped" | "failed";
