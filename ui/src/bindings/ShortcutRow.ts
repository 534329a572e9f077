// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ShortcutState } from "./ShortcutState";

/**
 * Keys that open Cove from anywhere.
 */
export type ShortcutRow = {
/**
 * `Ctrl+Alt+Space`.
 */
keys: string,
/**
 * What the desktop said of them; null = it was not asked yet, or no window runs.
 */
state: ShortcutState | null, };
