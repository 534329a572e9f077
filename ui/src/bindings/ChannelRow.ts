// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChannelStatus } from "./ChannelStatus";

/**
 * A channel and its state in words.
 */
export type ChannelRow = {
/**
 * The state.
 */
status: ChannelStatus,
/**
 * In words.
 */
text: string, };
