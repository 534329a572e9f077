// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Pauses.
 */
export type HoldSet = {
/**
 * `all` (Pause everything), `autonomous`, `channel:telegram:default`.
 */
scope: string,
/**
 * Until when, ms; absent = until it is lifted.
 */
until?: number,
/**
 * In its place how long: `1h`, `tomorrow` (when check-ins begin then), or a date and time.
 */
lasts?: string, };
