// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ShortcutState } from "./ShortcutState";

/**
 * Tells what the system answered; only the shell around the window knows.
 */
export type ShortcutTell = {
/**
 * The keys it was asked for.
 */
keys: string,
/**
 * What it said.
 */
state: ShortcutState, };
