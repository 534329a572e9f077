// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { SessionRow } from "./SessionRow";

/**
 * Conversations.
 */
export type Sessions = {
/**
 * Newest first.
 */
sessions: Array<SessionRow>,
/**
 * The events' epoch.
 */
epoch: string,
/**
 * The event this list is true for.
 */
seq: number, };
