// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Opens an earlier session of a conversation again.
 */
export type SessionsReopen = {
/**
 * The conversation.
 */
key: string,
/**
 * Which, from `sessions.history`.
 */
sessionId: string, };
