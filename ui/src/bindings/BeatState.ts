// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What became of a beat.
 */
export type BeatState = "running" | "ok" | "said" | "duplicate" | "failed" | "skipped" | "interrupted" | "stopped";
