// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A message that waits for its turn.
 */
export type Waiting = {
/**
 * Its id.
 */
inboxId: string,
/**
 * The person's words.
 */
text: string,
/**
 * When, ms.
 */
at: number,
/**
 * From where.
 */
channel: string, };
