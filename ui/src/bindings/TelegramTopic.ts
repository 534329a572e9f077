// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A topic of a group.
 */
export type TelegramTopic = {
/**
 * Its number.
 */
topic: string,
/**
 * Its name, where it was told; else empty.
 */
name: string,
/**
 * It is heard.
 */
on: boolean,
/**
 * Only when the agent is called.
 */
requireMention: boolean, };
