// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
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
 * What it waits for, where nothing else is to come before; `null` = its time alone.
 */
waits: ApiError | null,
/**
 * How to take it back while nobody has read it.
 */
undo: Undo | null, };
