// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks what a beat now would be, without one.
 */
export type HeartbeatPreview = {
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
