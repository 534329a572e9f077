// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What became of a file.
 */
export type FileState = "in" | "cut" | "missing" | "not-for-this-turn" | "empty" | "unreadable";
