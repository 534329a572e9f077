// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { WakeMode } from "./WakeMode";

/**
 * Something the agent will be told.
 */
export type EventWaiting = {
/**
 * Its id.
 */
id: string,
/**
 * What.
 */
text: string,
/**
 * When it is to be read.
 */
mode: WakeMode,
/**
 * Since, ms.
 */
since: number, };
