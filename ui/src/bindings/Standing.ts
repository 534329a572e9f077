// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Where a bot stands in a group.
 */
export type Standing = "member" | "muted" | "removed";
