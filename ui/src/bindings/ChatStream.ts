// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The text of a running or just ended turn again, from an offset.
 */
export type ChatStream = {
/**
 * The turn.
 */
turnId: string,
/**
 * From here, UTF-8 bytes.
 */
offset: number, };
