// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";
import type { ChatType } from "./ChatType";

/**
 * Where a message came from and where an answer goes.
 */
export type Route = {
/**
 * The channel.
 */
channel: ChannelKind,
/**
 * The account of the channel, `default` if there is only one.
 */
account: string,
/**
 * The chat or person in the channel's own id.
 */
peer: string,
/**
 * The topic or thread, where the channel has them.
 */
thread?: string | null,
/**
 * Direct or group.
 */
chatType: ChatType, };
