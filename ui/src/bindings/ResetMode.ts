// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How a person's reset begins.
 */
export type ResetMode = "save" | "plain";
