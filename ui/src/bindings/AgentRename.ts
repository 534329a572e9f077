// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Gives the default agent a name.
 */
export type AgentRename = {
/**
 * The name, not empty.
 */
name: string, };
