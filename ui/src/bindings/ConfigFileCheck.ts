// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Looks at a text that is being written; changes nothing.
 */
export type ConfigFileCheck = {
/**
 * The text.
 */
text: string,
/**
 * Where the cursor is.
 */
at: number, };
