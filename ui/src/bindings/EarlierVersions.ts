// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChatMessage } from "./ChatMessage";

/**
 * The versions that came before, the first one first. To be read: they are no part of the
 * conversation any more.
 */
export type EarlierVersions = {
/**
 * Each: the person's words and what followed them.
 */
versions: Array<Array<ChatMessage>>, };
