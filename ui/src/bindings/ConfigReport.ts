// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { InForce } from "./InForce";

/**
 * What a check found.
 */
export type ConfigReport = {
/**
 * The file's path.
 */
file: string,
/**
 * Which settings hold.
 */
inForce: InForce,
/**
 * Mistakes, each with its path, what was found and what is allowed.
 */
problems: Array<ApiError>,
/**
 * What keeps nothing from working: keys Cove does not know, secrets in plain text.
 */
warnings: Array<ApiError>, };
