// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { BeatDecision } from "./BeatDecision";

/**
 * Beats.
 */
export type BeatDecisions = {
/**
 * Newest first.
 */
beats: Array<BeatDecision>,
/**
 * There are older ones.
 */
more: boolean, };
