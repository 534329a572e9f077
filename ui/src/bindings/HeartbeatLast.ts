// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks what became of the last beat and when the next is.
 */
export type HeartbeatLast = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
