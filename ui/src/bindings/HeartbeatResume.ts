// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Ends the pause of an agent's beats.
 */
export type HeartbeatResume = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
