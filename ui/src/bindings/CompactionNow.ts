// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What summing up now would come to.
 */
export type CompactionNow = {
/**
 * Messages the summary would stand for.
 */
messages: number,
/**
 * Messages that would stay word for word.
 */
keptMessages: number,
/**
 * Tokens of what it would stand for; the summary itself takes some of them again.
 */
tokens: number, };
