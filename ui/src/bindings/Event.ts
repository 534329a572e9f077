// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Happening } from "./Happening";

/**
 * An event.
 */
export type Event = {
/**
 * New at each start of the gateway.
 */
epoch: string,
/**
 * Rises by one with each event; a piece of text repeats the last one.
 */
seq: number,
/**
 * What happened.
 */
happening: Happening, };
