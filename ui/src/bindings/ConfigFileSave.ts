// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Saves a text, keeping the one before.
 */
export type ConfigFileSave = {
/**
 * The new text.
 */
text: string,
/**
 * The state it began with.
 */
base: string, };
