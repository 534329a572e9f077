// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Changes how the heartbeat is set; what is absent stays.
 */
export type HeartbeatChange = {
/**
 * `30m`. While it is off it stays off, and this is how often it will be.
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
 * An IANA name, `local` or `user`.
 */
timezone?: string,
/**
 * All days without beats.
 */
quietDays?: Array<string>,
/**
 * Only HEARTBEAT.md is read.
 */
lightContext?: boolean,
/**
 * `last` or `none`.
 */
target?: string,
/**
 * The model beats ask: `provider/model`.
 */
model?: string, };
