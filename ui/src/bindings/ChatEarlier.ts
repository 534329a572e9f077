// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What was said in the place of a message before it was said again.
 */
export type ChatEarlier = {
/**
 * The conversation; absent = the main one.
 */
sessionKey?: string,
/**
 * The person's message as it stands now, from `chat.history`.
 */
messageId: string, };
