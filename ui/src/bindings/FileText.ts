// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

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
hash: string, };
