// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A piece of an export.
 */
export type ExportPiece = {
/**
 * Its session id.
 */
sessionId: string,
/**
 * The text.
 */
text: string,
/**
 * Where the next piece begins; null after the last.
 */
next: number | null, };
