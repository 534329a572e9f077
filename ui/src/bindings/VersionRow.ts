// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Author } from "./Author";

/**
 * A version.
 */
export type VersionRow = {
/**
 * Its number.
 */
version: number,
/**
 * When, ms.
 */
at: number,
/**
 * Who.
 */
by: Author,
/**
 * Size.
 */
bytes: number,
/**
 * Its hash.
 */
hash: string, };
