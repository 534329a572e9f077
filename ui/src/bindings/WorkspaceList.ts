// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the files.
 */
export type WorkspaceList = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
