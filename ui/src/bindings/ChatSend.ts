// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChatAttachment } from "./ChatAttachment";

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
agentId?: string,
/**
 * Files that come with it: at most 10, together at most 5 MiB. They are kept in the agent's
 * workspace under `inbox/`, and the message names them.
 */
attachments?: Array<ChatAttachment>, };
