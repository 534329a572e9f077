// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Which kind of channel.
 */
export type ChannelKind = "desktop" | "cli" | "telegram" | "webhook";
