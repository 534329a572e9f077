// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How a change can be taken back.
 */
export type Undo = {
/**
 * For `undo.run`.
 */
id: string,
/**
 * What taking it back does, in words.
 */
label: string,
/**
 * Until when it can be, ms.
 */
expiresAt: number, };
