// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A fix that was made.
 */
export type FixRow = {
/**
 * Its id.
 */
id: string,
/**
 * When, ms.
 */
at: number,
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
 * It was taken back.
 */
undone: boolean, };
