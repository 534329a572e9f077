// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * When the agent reads a file without being asked to.
 */
export type FileReadWhen = "always" | "messages" | "check-ins" | "opened";
