// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Turns beats on, as often as they were before, or off.
 */
export type HeartbeatSet = {
/**
 * On or off.
 */
on: boolean, };
