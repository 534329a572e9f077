// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";

/**
 * A finding that could not be mended.
 */
export type FixFailure = {
/**
 * The finding.
 */
id: string,
/**
 * Why not.
 */
error: ApiError, };
