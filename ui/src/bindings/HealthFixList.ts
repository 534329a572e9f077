// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FixRow } from "./FixRow";

/**
 * Fixes that were made.
 */
export type HealthFixList = {
/**
 * Newest first.
 */
fixes: Array<FixRow>, };
