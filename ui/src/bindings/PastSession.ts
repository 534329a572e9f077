// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A session a conversation has or had.
 */
export type PastSession = {
/**
 * Its id.
 */
sessionId: string,
/**
 * When it began, ms.
 */
startedAt: number,
/**
 * When something was last written into it, ms.
 */
endedAt: number,
/**
 * What ended it: new, daily, idle; null where that is not told.
 */
endedBy: string | null,
/**
 * What was said first in it, cut.
 */
firstWords: string,
/**
 * Bytes of its transcript.
 */
bytes: number,
/**
 * It is the one in use.
 */
current: boolean, };
