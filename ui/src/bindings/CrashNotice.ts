// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CrashKind } from "./CrashKind";

/**
 * How the last run ended.
 */
export type CrashNotice = {
/**
 * What happened.
 */
kind: CrashKind,
/**
 * When, as far as is known, ms.
 */
at: number | null,
/**
 * The report, for `crash.read`.
 */
report: string | null,
/**
 * Messages it cut off, which are answered now.
 */
messages: number,
/**
 * Parts of answers that may or may not have arrived.
 */
unknown: number,
/**
 * Check-ins it cut off.
 */
beats: number, };
