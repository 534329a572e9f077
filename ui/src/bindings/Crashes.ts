// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CrashNotice } from "./CrashNotice";
import type { CrashRow } from "./CrashRow";

/**
 * What there is to be said.
 */
export type Crashes = {
/**
 * What waits to be read; null = nothing.
 */
notice: CrashNotice | null,
/**
 * Reports, newest first.
 */
reports: Array<CrashRow>, };
