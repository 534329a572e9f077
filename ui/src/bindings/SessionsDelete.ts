// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Moves a conversation with all its sessions, or one earlier session, to the trash (30 days).
 */
export type SessionsDelete = {
/**
 * The conversation.
 */
key: string,
/**
 * Only this earlier session.
 */
sessionId?: string, };
