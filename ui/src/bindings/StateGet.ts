// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads a shared state.
 */
export type StateGet = {
/**
 * Which.
 */
name: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
