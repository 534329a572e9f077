// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { NeedKind } from "./NeedKind";

/**
 * One thing that needs the person.
 */
export type Need = {
/**
 * Stable while it lasts.
 */
id: string,
/**
 * What.
 */
kind: NeedKind,
/**
 * In words.
 */
text: string,
/**
 * The id a button acts on.
 */
reference: string | null, };
