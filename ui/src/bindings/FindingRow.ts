// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Severity } from "./Severity";

/**
 * Something that was found.
 */
export type FindingRow = {
/**
 * The same as long as it lasts.
 */
id: string,
/**
 * Stable code of its kind.
 */
code: string,
/**
 * How bad.
 */
severity: Severity,
/**
 * A file, a conversation or a setting.
 */
subject: string,
/**
 * The agent it is about.
 */
agentId: string | null,
/**
 * What is wrong.
 */
what: string,
/**
 * Why that matters.
 */
why: string,
/**
 * What the fix does, or what you can do.
 */
fix: string,
/**
 * Cove can mend it when asked to mend everything.
 */
fixable: boolean,
/**
 * Cove can mend it when asked for this one; it does more than repair.
 */
onRequest: boolean,
/**
 * Of a conversation no message reaches: the key it can be moved to.
 */
movesTo?: string, };
