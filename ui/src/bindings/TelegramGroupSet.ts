// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Switches something about a group, or a topic of it. What is absent stays.
 */
export type TelegramGroupSet = {
/**
 * The bot's account.
 */
account: string,
/**
 * The group.
 */
peer: string,
/**
 * One topic of it.
 */
topic?: string,
/**
 * It is heard.
 */
enabled?: boolean,
/**
 * Only when the agent is called.
 */
requireMention?: boolean,
/**
 * Everybody there may talk to it.
 */
everybody?: boolean, };
