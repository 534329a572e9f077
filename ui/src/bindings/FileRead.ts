// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads a file.
 */
export type FileRead = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Relative to the workspace.
 */
path: string, };
