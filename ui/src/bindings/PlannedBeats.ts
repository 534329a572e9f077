// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { BeatsLeftOut } from "./BeatsLeftOut";

/**
 * When beats fall.
 */
export type PlannedBeats = {
/**
 * Instants, ms, in order.
 */
beats: Array<number>,
/**
 * Quiet days and pauses in that time. Where the beats are only wished for there is none.
 */
leftOut: Array<BeatsLeftOut>,
/**
 * The zone the day is counted in.
 */
timezone: string, };
