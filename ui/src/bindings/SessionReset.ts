// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { Undo } from "./Undo";

/**
 * A conversation that began anew.
 */
export type SessionReset = {
/**
 * The conversation.
 */
sessionKey: string,
/**
 * Its session id now.
 */
sessionId: string,
/**
 * The one before.
 */
previous: string,
/**
 * The line for the chat.
 */
text: string,
/**
 * Notes kept first; null where nothing was to be saved.
 */
kept: number | null,
/**
 * Why nothing could be saved.
 */
unsaved: ApiError | null,
/**
 * Messages carried over.
 */
carried: number,
/**
 * Of the first message, for `chat.wait`.
 */
inboxId: string | null,
/**
 * Opens the one before again.
 */
undo: Undo | null, };
