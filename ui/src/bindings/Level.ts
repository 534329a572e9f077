// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How long a conversation is.
 */
export type Level = "fine" | "long" | "very-long";
