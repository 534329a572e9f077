// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A version that is newer than this.
 */
export type NewVersion = {
/**
 * `1.2.3`.
 */
version: string,
/**
 * What is new, Markdown.
 */
notes: string,
/**
 * The day it was made, `2027-03-11`.
 */
date: string | null,
/**
 * The page it is downloaded from.
 */
url: string, };
