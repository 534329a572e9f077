// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * The answer of a mutation that has nothing else to say.
 */
export type Changed = {
/**
 * How to take it back, where that is possible.
 */
undo: Undo | null, };
