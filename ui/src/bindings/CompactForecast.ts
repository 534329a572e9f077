// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What it would do. Sizes are of the next request, tokens.
 */
export type CompactForecast = {
/**
 * Messages that would go into the summary; 0 = nothing is older than what stays.
 */
summarised: number,
/**
 * Messages that would stay word for word.
 */
kept: number,
/**
 * As it is.
 */
before: number,
/**
 * About what it would be.
 */
after: number,
/**
 * Notes would be saved first.
 */
savesNotes: boolean, };
