// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { StateSeen } from "./StateSeen";
import type { Undo } from "./Undo";

/**
 * What stands there now.
 */
export type StateChanged = {
/**
 * The state; `null` for a log.
 */
state: StateSeen | null,
/**
 * What takes the change back.
 */
undo: Undo | null, };
