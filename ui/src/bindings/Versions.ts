// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { VersionRow } from "./VersionRow";

/**
 * The versions of a file, newest first.
 */
export type Versions = {
/**
 * Kept for 90 days.
 */
versions: Array<VersionRow>, };
