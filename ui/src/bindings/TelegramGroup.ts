// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { GroupState } from "./GroupState";
import type { Standing } from "./Standing";
import type { TelegramTopic } from "./TelegramTopic";

/**
 * A group.
 */
export type TelegramGroup = {
/**
 * The bot's account.
 */
account: string,
/**
 * Its id.
 */
peer: string,
/**
 * Its name; its id where nobody told it.
 */
title: string,
/**
 * Whether it is heard.
 */
state: GroupState,
/**
 * Where the bot stands; `None` where nothing was seen of it yet.
 */
standing: Standing | null,
/**
 * Only when the agent is called.
 */
requireMention: boolean,
/**
 * Everybody there may talk to it.
 */
everybody: boolean,
/**
 * Who may talk, when it answers and what may be read there, one sentence each.
 */
says: Array<string>,
/**
 * The topics that were seen.
 */
topics: Array<TelegramTopic>, };
