// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks Telegram whose token this is. It is kept nowhere.
 */
export type TelegramCheck = {
/**
 * As @BotFather gave it.
 */
token: string, };
