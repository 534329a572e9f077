// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChatType } from "./ChatType";

/**
 * Which agent and which conversation a message would belong to. Sends nothing.
 */
export type RouteExplain = {
/**
 * The channel's name.
 */
channel: string,
/**
 * Its account; absent = `default`.
 */
account?: string,
/**
 * Direct or group.
 */
chatType: ChatType,
/**
 * The person or the group.
 */
peer: string,
/**
 * The topic or thread.
 */
topic?: string,
/**
 * Who writes; absent = in a direct chat the person, in a group somebody let in.
 */
sender?: string, };
