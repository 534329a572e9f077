// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Something that was left out.
 */
export type LeftOutRow = {
/**
 * Which, relative to the home.
 */
path: string,
/**
 * Why: keys, link, unreadable, name, outside, unknown.
 */
why: string,
/**
 * Both in words.
 */
text: string, };
