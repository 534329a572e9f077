// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ConfigFileText } from "./ConfigFileText";
import type { Undo } from "./Undo";

/**
 * What became of it.
 */
export type ConfigFileSaved = {
/**
 * It is written. False: the file was changed meanwhile, and nothing was written.
 */
written: boolean,
/**
 * The file as it stands now.
 */
file: ConfigFileText,
/**
 * How to take it back.
 */
undo: Undo | null, };
