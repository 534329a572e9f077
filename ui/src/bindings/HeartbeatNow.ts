// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks for a beat now; answered when it has ended.
 */
export type HeartbeatNow = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
