// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Event } from "./Event";

/**
 * What a subscriber gets on its stream.
 */
export type StreamItem = { "kind": "ready",
/**
 * The gateway's epoch.
 */
epoch: string,
/**
 * The newest event.
 */
seq: number,
/**
 * The ring no longer holds what came since.
 */
resync: boolean, } | { "kind": "event",
/**
 * The event.
 */
event: Event, } | { "kind": "resync",
/**
 * The gateway's epoch.
 */
epoch: string,
/**
 * The newest event.
 */
seq: number, };
