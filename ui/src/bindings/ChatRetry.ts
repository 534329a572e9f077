// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Goes back to before a message of the person and says it again, or other words instead. What was
 * said from there on stays in the transcript and is no part of the conversation any more; what
 * tools did stays done. Nothing changes before its turn begins.
 */
export type ChatRetry = {
/**
 * The conversation; absent = the main one.
 */
sessionKey?: string,
/**
 * The person's message, from `chat.history`.
 */
messageId: string,
/**
 * The new words; absent = the same once more.
 */
text?: string, };
