// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";

/**
 * Somebody who asks to be let in.
 */
export type PairingRequest = {
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
 * The sender's name.
 */
name: string | null,
/**
 * The 8-character code the sender was given.
 */
code: string,
/**
 * When, ms.
 */
createdAt: number,
/**
 * Until when the code holds, ms.
 */
expiresAt: number, };
