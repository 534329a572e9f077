// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Shows a conversation, an ended one too.
 */
export type SessionsShow = {
/**
 * Session key or session id; absent = the main conversation.
 */
session?: string,
/**
 * Only what is older than this place, from the answer before.
 */
before?: string,
/**
 * At most this many (default 50, at most 200).
 */
limit?: number, };
