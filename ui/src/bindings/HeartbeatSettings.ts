// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks how the heartbeat is set.
 */
export type HeartbeatSettings = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
