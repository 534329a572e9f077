// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the sessions a conversation had, newest first.
 */
export type SessionsHistory = {
/**
 * The conversation; absent = the main one.
 */
key?: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
