// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobReason } from "./JobReason";

/**
 * A pause of one job.
 */
export type JobHold = {
/**
 * Why.
 */
reason: JobReason,
/**
 * Since, ms.
 */
since: number,
/**
 * Until, ms; `null` = until it is lifted.
 */
until: number | null, };
