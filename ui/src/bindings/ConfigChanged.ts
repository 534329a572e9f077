// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { Undo } from "./Undo";

/**
 * A change of a setting.
 */
export type ConfigChanged = {
/**
 * How to take it back.
 */
undo: Undo | null,
/**
 * The mistake elsewhere in the file that keeps the change from holding: it is written, but
 * the last good settings stay in force until that is mended. Null = the change holds.
 */
heldUp: ApiError | null,
/**
 * What is odd about what was written, an unknown name for instance; it is written all the
 * same.
 */
warning?: ApiError, };
