// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * It is queued.
 */
export type EventQueued = {
/**
 * Its id.
 */
id: string,
/**
 * The conversation that will read it.
 */
sessionKey: string,
/**
 * How to take it back while nobody has read it.
 */
undo: Undo | null, };
