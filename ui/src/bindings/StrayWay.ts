// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What is done with a conversation no message reaches.
 */
export type StrayWay = "archive" | "move";
