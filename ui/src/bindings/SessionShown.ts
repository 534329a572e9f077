// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChatMessage } from "./ChatMessage";

/**
 * A piece of a conversation.
 */
export type SessionShown = {
/**
 * Its key, where one is known.
 */
sessionKey: string | null,
/**
 * Its session id.
 */
sessionId: string,
/**
 * Oldest first.
 */
messages: Array<ChatMessage>,
/**
 * Where older ones begin; null where there are none.
 */
older: string | null,
/**
 * What it has cost so far, nano-dollars.
 */
cost?: number, };
