// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the versions of a file.
 */
export type FileHistory = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Its path.
 */
path: string, };
