// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Whether a group is heard.
 */
export type GroupState = "on" | "off" | "unlisted";
