// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobRow } from "./JobRow";
import type { Undo } from "./Undo";

/**
 * A job that was made or changed.
 */
export type JobChanged = {
/**
 * As it is now.
 */
job: JobRow,
/**
 * How to take it back; `null` = nothing is different.
 */
undo: Undo | null, };
