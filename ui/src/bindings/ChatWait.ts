// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Waits until the message was answered, skipped or failed.
 */
export type ChatWait = {
/**
 * From `chat.send`.
 */
inboxId: string, };
