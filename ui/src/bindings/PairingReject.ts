// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";

/**
 * Turns a request down.
 */
export type PairingReject = {
/**
 * Where.
 */
channel: ChannelKind,
/**
 * The code.
 */
code: string, };
