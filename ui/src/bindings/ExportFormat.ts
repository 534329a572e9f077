// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How a conversation is written out.
 */
export type ExportFormat = "markdown" | "jsonl";
