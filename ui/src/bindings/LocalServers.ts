// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { LocalServer } from "./LocalServer";

/**
 * Model servers on this computer.
 */
export type LocalServers = {
/**
 * Those that answered.
 */
servers: Array<LocalServer>, };
