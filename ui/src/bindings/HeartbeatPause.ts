// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Pauses an agent's beats; they keep their minutes. Events with *now* are still read.
 */
export type HeartbeatPause = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * `2h`, `tomorrow`, or a date and time (ISO 8601; without an offset in the zone of the
 * hours); absent = until a person lets them go on.
 */
until?: string, };
