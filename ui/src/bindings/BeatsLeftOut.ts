// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";

/**
 * A time in which a quiet day or a pause leaves beats out.
 */
export type BeatsLeftOut = {
/**
 * From, ms; not before the look begins.
 */
from: number,
/**
 * Until before, ms; not after the look ends.
 */
until: number,
/**
 * Why.
 */
why: ApiError, };
