// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * What was taken back.
 */
export type Undone = {
/**
 * Always null: taking back is not itself taken back.
 */
undo: Undo | null,
/**
 * In words.
 */
text: string, };
