// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Something found.
 */
export type SearchHit = {
/**
 * Its conversation, where a key is known.
 */
sessionKey: string | null,
/**
 * Its session id.
 */
sessionId: string,
/**
 * Its entry.
 */
entryId: string,
/**
 * When it was said, ms.
 */
at: number,
/**
 * person, agent or summary.
 */
speaker: string,
/**
 * The text before what was found.
 */
before: string,
/**
 * What was found.
 */
found: string,
/**
 * The text behind it.
 */
after: string, };
