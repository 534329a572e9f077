// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FindingRow } from "./FindingRow";

/**
 * What a check found.
 */
export type HealthReport = {
/**
 * When, ms.
 */
checkedAt: number,
/**
 * Worst first.
 */
findings: Array<FindingRow>, };
