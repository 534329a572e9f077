// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How a channel is doing.
 */
export type ChannelHealth = "off" | "connecting" | "well" | "trying" | "needs-you";
