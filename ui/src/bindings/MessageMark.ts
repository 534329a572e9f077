// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a note marks.
 */
export type MessageMark = "fresh" | "compacted";
