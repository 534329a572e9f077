// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Hands a message in. It is durably stored when this answers.
 */
export type ChatSend = {
/**
 * The person's words.
 */
text: string,
/**
 * The conversation; absent = the main one.
 */
sessionKey?: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
