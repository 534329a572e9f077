// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Since } from "./Since";

/**
 * Asks for events from where the subscriber stands; the carrier streams them.
 */
export type Subscribe = {
/**
 * Absent = from now on.
 */
since?: Since, };
