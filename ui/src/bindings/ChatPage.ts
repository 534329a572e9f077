// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChatMessage } from "./ChatMessage";
import type { RunningTurn } from "./RunningTurn";
import type { Waiting } from "./Waiting";

/**
 * A page of a conversation.
 */
export type ChatPage = {
/**
 * The events' epoch.
 */
epoch: string,
/**
 * The event this page is true for.
 */
seq: number,
/**
 * The conversation.
 */
sessionKey: string,
/**
 * Its session id; null while it has none.
 */
sessionId: string | null,
/**
 * Oldest first.
 */
messages: Array<ChatMessage>,
/**
 * The place before these, for `before`; `null` = there is nothing older.
 */
older: string | null,
/**
 * The turn at work.
 */
running: RunningTurn | null,
/**
 * What waits behind it.
 */
waiting: Array<Waiting>, };
