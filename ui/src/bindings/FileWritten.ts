// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { AboutText } from "./AboutText";
import type { Undo } from "./Undo";

/**
 * What stands in the file now.
 */
export type FileWritten = {
/**
 * The text; with both sides kept where they could not be merged.
 */
text: string,
/**
 * Its hash.
 */
hash: string,
/**
 * Others had written meanwhile.
 */
merged: boolean,
/**
 * Both sides were kept at some line.
 */
conflict: boolean,
/**
 * What is to be known of the text.
 */
about: AboutText,
/**
 * How to take it back.
 */
undo: Undo | null, };
