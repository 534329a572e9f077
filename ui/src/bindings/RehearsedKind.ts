// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What something is.
 */
export type RehearsedKind = "job" | "beat" | "event" | "reset" | "quiet-begins" | "quiet-ends" | "pause-ends";
