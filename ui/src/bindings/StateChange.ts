// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { StateDo } from "./StateDo";

/**
 * Changes a shared state in one step.
 */
export type StateChange = {
/**
 * Which.
 */
name: string,
/**
 * What.
 */
action: StateDo,
/**
 * In whose name; absent = `person`.
 */
holder?: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
