// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Author } from "./Author";

/**
 * A change of a file.
 */
export type ChangeRow = {
/**
 * The version it led to.
 */
version: number,
/**
 * The version before it; null = the file did not exist.
 */
before: number | null,
/**
 * When, ms.
 */
at: number,
/**
 * Who.
 */
by: Author,
/**
 * Lines that came; null where a text is not kept.
 */
added: number | null,
/**
 * Lines that went; null where a text is not kept.
 */
removed: number | null,
/**
 * It brought the text of this version back.
 */
broughtBack: number | null,
/**
 * The file was removed.
 */
gone: boolean, };
