// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Stops the running turn of a conversation and skips what waits behind it.
 */
export type ChatStop = {
/**
 * The conversation; absent = the main one.
 */
sessionKey?: string, };
