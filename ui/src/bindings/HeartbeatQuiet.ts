// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks when beats are kept quiet.
 */
export type HeartbeatQuiet = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * From, ms; absent = now.
 */
from?: number,
/**
 * How far to look; absent = 24, at most 744.
 */
hours?: number, };
