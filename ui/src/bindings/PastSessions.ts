// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { PastSession } from "./PastSession";

/**
 * Sessions of a conversation.
 */
export type PastSessions = {
/**
 * The conversation.
 */
sessionKey: string,
/**
 * Newest first, the one in use before all.
 */
sessions: Array<PastSession>, };
