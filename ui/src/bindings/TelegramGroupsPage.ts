// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { TelegramBot } from "./TelegramBot";
import type { TelegramGroup } from "./TelegramGroup";

/**
 * Bots and groups.
 */
export type TelegramGroupsPage = {
/**
 * The bots.
 */
bots: Array<TelegramBot>,
/**
 * The groups, by name.
 */
groups: Array<TelegramGroup>, };
