// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What became of it.
 */
export type CompactOutcome = "done" | "nothing" | "failed";
