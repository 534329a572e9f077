// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What pruning does to the next request.
 */
export type PruningNow = {
/**
 * It is switched on for this model.
 */
on: boolean,
/**
 * Results shortened.
 */
trimmed: number,
/**
 * Results cleared.
 */
cleared: number,
/**
 * Tokens that are not sent.
 */
freedTokens: number, };
