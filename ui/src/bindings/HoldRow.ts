// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Problem } from "./Problem";

/**
 * Why something does not run.
 */
export type HoldRow = {
/**
 * all, autonomous, job:…, heartbeat:…, channel:….
 */
scope: string,
/**
 * Why.
 */
reason: Problem,
/**
 * The same in words.
 */
text: string,
/**
 * Since, ms.
 */
since: number,
/**
 * Until, ms; null = until it is lifted.
 */
until: number | null, };
