// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * When an event is to be read.
 */
export type WakeMode = "now" | "next-heartbeat";
