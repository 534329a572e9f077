// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ChangeRow } from "./ChangeRow";

/**
 * The changes of a file, newest first.
 */
export type ChangesMade = {
/**
 * The newest, as many as were asked for.
 */
changes: Array<ChangeRow>, };
