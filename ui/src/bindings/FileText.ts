// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { AboutText } from "./AboutText";

/**
 * A file's text.
 */
export type FileText = {
/**
 * Its path.
 */
path: string,
/**
 * Its text; empty if it does not exist.
 */
text: string,
/**
 * It exists.
 */
exists: boolean,
/**
 * Names the state a later write starts from.
 */
hash: string,
/**
 * What is to be known of the text.
 */
about: AboutText,
/**
 * What it could say; only while it says nothing.
 */
example: string | null, };
