// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Saving } from "./Saving";

/**
 * What would cost less, most first.
 */
export type BeatSavings = {
/**
 * The model of the beats.
 */
model: string,
/**
 * Empty where there is nothing to save or the price is unknown.
 */
savings: Array<Saving>, };
