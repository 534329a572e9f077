// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks what shortening a conversation would do, without doing it.
 */
export type ContextCompactPreview = {
/**
 * Session key; absent = the main conversation.
 */
key?: string,
/**
 * Keep so many messages and leave the rest out without a summary.
 */
keep?: number, };
