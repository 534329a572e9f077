// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A piece of a turn's text.
 */
export type ChatPiece = {
/**
 * The turn.
 */
turnId: string,
/**
 * Where it begins.
 */
offset: number,
/**
 * The text.
 */
text: string,
/**
 * The turn has ended.
 */
done: boolean, };
