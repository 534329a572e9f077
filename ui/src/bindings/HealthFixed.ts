// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FindingRow } from "./FindingRow";
import type { FixFailure } from "./FixFailure";
import type { FixedRow } from "./FixedRow";

/**
 * What was mended.
 */
export type HealthFixed = {
/**
 * Mended now.
 */
fixed: Array<FixedRow>,
/**
 * Could not be mended.
 */
failed: Array<FixFailure>,
/**
 * What a check still finds.
 */
left: Array<FindingRow>, };
