// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Shortens a conversation, in its lane, behind what waits there.
 */
export type ContextCompact = {
/**
 * Session key; absent = the main conversation.
 */
key?: string,
/**
 * What is asked of the summary.
 */
instructions?: string,
/**
 * Keep so many messages and leave the rest out without a summary.
 */
keep?: number, };
