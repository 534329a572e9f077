// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks no more about a group, until something about it changes.
 */
export type TelegramGroupIgnore = {
/**
 * The bot's account.
 */
account: string,
/**
 * The group.
 */
peer: string, };
