// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelKind } from "./ChannelKind";

/**
 * Lets somebody in.
 */
export type PairingApprove = {
/**
 * Where.
 */
channel: ChannelKind,
/**
 * The code, any case.
 */
code: string, };
