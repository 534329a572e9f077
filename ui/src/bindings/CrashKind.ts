// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What happened.
 */
export type CrashKind = "stopped" | "silent" | "restarted";
