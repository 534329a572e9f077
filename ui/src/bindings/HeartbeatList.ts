// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists beats, newest first.
 */
export type HeartbeatList = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * At most so many; absent = 20, at most 500.
 */
limit?: number, };
