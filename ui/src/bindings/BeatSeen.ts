// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { BeatOccasion } from "./BeatOccasion";
import type { BeatState } from "./BeatState";

/**
 * What became of a beat.
 */
export type BeatSeen = {
/**
 * Its turn's id.
 */
id: string,
/**
 * Why it was thought of.
 */
occasion: BeatOccasion,
/**
 * Its minute of the grid, else when it was thought of, ms.
 */
slotAt: number,
/**
 * Beats before it that it stands for.
 */
leftOut: number,
/**
 * When it began or was left out, ms.
 */
startedAt: number,
/**
 * When it ended, ms.
 */
endedAt: number | null,
/**
 * What became of it.
 */
outcome: BeatState,
/**
 * Why, where it did not run or failed.
 */
reason: ApiError | null,
/**
 * What it said.
 */
text: string | null, };
