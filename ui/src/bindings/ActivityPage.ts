// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ActivityRow } from "./ActivityRow";

/**
 * Records.
 */
export type ActivityPage = {
/**
 * Newest first.
 */
activity: Array<ActivityRow>,
/**
 * There are older ones.
 */
more: boolean,
/**
 * The events' epoch.
 */
epoch: string,
/**
 * The event this is true for.
 */
seq: number, };
