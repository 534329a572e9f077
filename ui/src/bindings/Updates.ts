// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { UpdateWay } from "./UpdateWay";

/**
 * How it is.
 */
export type Updates = {
/**
 * This version.
 */
current: string,
/**
 * Who brings the next.
 */
way: UpdateWay,
/**
 * This build knows where to ask for the newest version.
 */
asks: boolean, };
