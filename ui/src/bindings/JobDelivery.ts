// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A part of what a run said, on its way to a person.
 */
export type JobDelivery = {
/**
 * Its id, for sending it again.
 */
id: string,
/**
 * `telegram`, `desktop`, …
 */
channel: string,
/**
 * The chat there.
 */
peer: string,
/**
 * `pending`, `attempting`, `sent`, `unknown`, `refused` or `expired`.
 */
state: string,
/**
 * The channel's message id: it arrived.
 */
receipt: string | null,
/**
 * Why it did not arrive, in words.
 */
error: string | null, };
