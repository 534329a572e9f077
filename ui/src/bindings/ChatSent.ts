// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Stored.
 */
export type ChatSent = {
/**
 * For `chat.wait`.
 */
inboxId: string,
/**
 * The conversation it belongs to.
 */
sessionKey: string, };
