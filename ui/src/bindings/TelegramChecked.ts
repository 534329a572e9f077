// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The bot of a token.
 */
export type TelegramChecked = {
/**
 * `@wren_bot`.
 */
name: string, };
