// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a part of the prompt is.
 */
export type JobPartKind = "instructions" | "file" | "tools" | "conversation" | "message";
