// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How the check-ins of the default agent stand.
 */
export type HeartbeatRow = {
/**
 * They are on.
 */
on: boolean,
/**
 * When the next is, ms.
 */
nextAt: number | null,
/**
 * As things are now it would be left out.
 */
skipped: boolean,
/**
 * The same in words, and why the next will be left out.
 */
text: string, };
