// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { BeatSeen } from "./BeatSeen";

/**
 * A beat and what it cost.
 */
export type BeatDecision = {
/**
 * What became of it.
 */
beat: BeatSeen,
/**
 * Nano-dollars; null = no model was asked, or its price is unknown.
 */
cost: number | null, };
