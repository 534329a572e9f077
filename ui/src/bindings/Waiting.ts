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
channel: string,
/**
 * The message it is said instead of: that one and what follows it leave the conversation when
 * its turn begins. Null = it follows what was said.
 */
insteadOf: string | null, };
