// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Looks for words in all conversations.
 */
export type SessionsSearch = {
/**
 * The words; all of them must be there.
 */
query: string,
/**
 * Only in this conversation (session key).
 */
sessionKey?: string,
/**
 * At most this many (default 20, at most 200).
 */
limit?: number, };
