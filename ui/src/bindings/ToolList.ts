// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the tools.
 */
export type ToolList = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
