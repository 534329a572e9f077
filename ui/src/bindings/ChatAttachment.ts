// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A file that comes with a message.
 */
export type ChatAttachment = {
/**
 * What it is called.
 */
name: string,
/**
 * For example `image/png`.
 */
mime: string,
/**
 * Base64.
 */
data: string, };
