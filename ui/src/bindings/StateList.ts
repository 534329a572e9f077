// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the shared states and logs of an agent.
 */
export type StateList = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
