// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Tokens of one call; the four kinds never overlap: the prompt is `input + cache_read +
 * cache_write`.
 */
export type Usage = {
/**
 * Prompt tokens that were neither read from nor written to the cache.
 */
input: number,
/**
 * Tokens of the answer, reasoning included.
 */
output: number,
/**
 * Prompt tokens read from the cache.
 */
cacheRead: number,
/**
 * Prompt tokens written to the cache.
 */
cacheWrite: number, };
