// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ToolLine } from "./ToolLine";

/**
 * A turn at work.
 */
export type RunningTurn = {
/**
 * Its id.
 */
turnId: string,
/**
 * When, ms.
 */
startedAt: number,
/**
 * What it has said so far.
 */
text: string,
/**
 * Where the next piece of text begins, in UTF-8 bytes.
 */
offset: number,
/**
 * Tools so far.
 */
tools: Array<ToolLine>, };
