// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobDelivery } from "./JobDelivery";
import type { JobReason } from "./JobReason";

/**
 * What became of a slot, or of a run that somebody asked for.
 */
export type JobHappened = {
/**
 * The slot, or when a run by hand began, ms.
 */
at: number,
/**
 * The last slot, where several were missed in a row, ms.
 */
through: number,
/**
 * So many slots.
 */
count: number,
/**
 * `queued`, `running`, `done`, `quiet`, `failed`, `missed`, `skipped`, `interrupted` or
 * `unknown`.
 */
state: string,
/**
 * Why it did not run, or not to its end.
 */
reason: JobReason | null,
/**
 * How late it began, ms.
 */
lateMs: number,
/**
 * Somebody asked for it.
 */
byHand: boolean,
/**
 * Its last run; `null` = it did not run.
 */
runId: string | null,
/**
 * Which attempt that was.
 */
attempt: number | null,
/**
 * When that began, ms.
 */
startedAt: number | null,
/**
 * When that ended, ms.
 */
endedAt: number | null,
/**
 * `none`, `pending`, `sent`, `failed` or `unknown`.
 */
delivery: string | null,
/**
 * What it said.
 */
summary: string | null,
/**
 * The session it ran in.
 */
sessionId: string | null,
/**
 * Files it read and wrote.
 */
fileAccess: unknown,
/**
 * What its calls cost, nano-dollars.
 */
cost: number | null,
/**
 * What it sent, while that is kept; in the history alone.
 */
deliveries: Array<JobDelivery>, };
