// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ConfigHelp } from "./ConfigHelp";
import type { ConfigRemark } from "./ConfigRemark";

/**
 * What is to be said of a text.
 */
export type ConfigFileLook = {
/**
 * Mistakes and hints, in the order of the text.
 */
remarks: Array<ConfigRemark>,
/**
 * About the setting at the cursor; null where there is none.
 */
help: ConfigHelp | null, };
