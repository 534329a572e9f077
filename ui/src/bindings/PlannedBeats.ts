// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * When beats fall.
 */
export type PlannedBeats = {
/**
 * Instants, ms, in order.
 */
beats: Array<number>,
/**
 * The zone the day is counted in.
 */
timezone: string, };
