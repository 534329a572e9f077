// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks for the report of a conversation.
 */
export type ContextLook = {
/**
 * Session key; absent = the main conversation.
 */
key?: string,
/**
 * The agent a short key belongs to; absent = the default one.
 */
agentId?: string, };
