// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * A finding that was mended.
 */
export type FixedRow = {
/**
 * Of the fix, for taking it back also later than the undo lasts; null = by other means.
 */
fixId: string | null,
/**
 * The kind of finding.
 */
code: string,
/**
 * What it was about.
 */
subject: string,
/**
 * What was wrong.
 */
what: string,
/**
 * What came of it, where there is more to say.
 */
done: string | null,
/**
 * How to take it back.
 */
undo: Undo | null, };
