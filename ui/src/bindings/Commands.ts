// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CommandRow } from "./CommandRow";

/**
 * Commands.
 */
export type Commands = {
/**
 * In the order of the help.
 */
commands: Array<CommandRow>, };
