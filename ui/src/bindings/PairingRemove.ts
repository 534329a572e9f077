// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";

/**
 * Somebody may no longer write.
 */
export type PairingRemove = {
/**
 * Where.
 */
channel: ChannelKind,
/**
 * The channel's account; absent = default.
 */
account?: string,
/**
 * The sender's id.
 */
id: string, };
