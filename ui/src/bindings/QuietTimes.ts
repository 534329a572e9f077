// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { QuietTime } from "./QuietTime";

/**
 * When beats are kept quiet.
 */
export type QuietTimes = {
/**
 * In order; cut off where the look ends.
 */
quiet: Array<QuietTime>, };
