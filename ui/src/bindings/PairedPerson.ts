// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";

/**
 * Somebody who may write.
 */
export type PairedPerson = {
/**
 * Where.
 */
channel: ChannelKind,
/**
 * The channel's account.
 */
account: string,
/**
 * The sender's id.
 */
id: string,
/**
 * Allowed by the settings file.
 */
fromConfig: boolean, };
