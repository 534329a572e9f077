// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks when beats fall. With `every` it is about these words alone, without it about the settings
 * with the other words over them.
 */
export type HeartbeatPlan = {
/**
 * ISO 8601; without an offset in that zone. Absent = now.
 */
from?: string,
/**
 * How far to look; absent = 24.
 */
hours?: number,
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
