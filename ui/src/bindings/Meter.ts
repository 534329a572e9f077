// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Against the mark where compaction starts (design.md §5).
 */
export type Meter = {
/**
 * Tokens of the next request.
 */
used: number,
/**
 * Where compaction starts, tokens.
 */
start: number,
/**
 * 0 to 100.
 */
percent: number, };
