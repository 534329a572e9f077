// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A page of a conversation, newest last.
 */
export type ChatHistory = {
/**
 * The conversation; absent = the main one.
 */
sessionKey?: string,
/**
 * Only what is older than this: `older` of a page, or an entry id.
 */
before?: string,
/**
 * At most this many (default 50, at most 200).
 */
limit?: number, };
