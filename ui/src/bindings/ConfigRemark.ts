// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { TextPlace } from "./TextPlace";

/**
 * Something about a text, at its place.
 */
export type ConfigRemark = {
/**
 * Where.
 */
at: TextPlace,
/**
 * Its line, from 1.
 */
line: number,
/**
 * It keeps the text from being saved; otherwise it is only a hint.
 */
mistake: boolean,
/**
 * What was found and what is allowed.
 */
error: ApiError, };
