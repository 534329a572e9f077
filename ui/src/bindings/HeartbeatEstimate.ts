// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks what beats will cost.
 */
export type HeartbeatEstimate = {
/**
 * `provider/model`, an alias, or a model's own id.
 */
model?: string,
/**
 * The whole prompt; nothing is added.
 */
contextTokens?: number,
/**
 * The answer, short and long alike.
 */
outputTokens?: number,
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * `30m`; `0m` = off.
 */
every?: string,
/**
 * `HH:MM`.
 */
start?: string,
/**
 * `HH:MM`; 24:00 = the end of the day.
 */
end?: string,
/**
 * An IANA name.
 */
timezone?: string, };
