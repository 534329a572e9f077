// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ToolRow } from "./ToolRow";

/**
 * All tools.
 */
export type ToolRows = {
/**
 * Those that only look first.
 */
tools: Array<ToolRow>, };
