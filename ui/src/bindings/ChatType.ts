// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Direct or group.
 */
export type ChatType = "direct" | "group";
