// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelHealth } from "./ChannelHealth";
import type { ChannelKind } from "./ChannelKind";
import type { Problem } from "./Problem";

/**
 * A channel's state for status, window and tray.
 */
export type ChannelStatus = {
/**
 * Which.
 */
channel: ChannelKind,
/**
 * Which account.
 */
account: string,
/**
 * `@name` of the bot, once known.
 */
name: string | null,
/**
 * How it is.
 */
health: ChannelHealth,
/**
 * Last successful answer of the channel's server, ms.
 */
heardAt: number | null,
/**
 * What is wrong, if something is.
 */
problem: Problem | null, };
