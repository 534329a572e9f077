// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Where things happen in a window, tokens.
 */
export type Marks = {
/**
 * The model's window or its cap.
 */
window: number,
/**
 * Kept free for the answer and the flush.
 */
reserve: number,
/**
 * Where memory is flushed; `null` = off.
 */
flush: number | null,
/**
 * Where compaction starts: the meter's 100 %.
 */
compaction: number, };
