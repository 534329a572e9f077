// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FileReadWhen } from "./FileReadWhen";
import type { TextConflict } from "./TextConflict";
import type { TextPlace } from "./TextPlace";

/**
 * What is to be known of a text: its weight, its price, and the places that need a person.
 */
export type AboutText = {
/**
 * Tokens of the whole file, about.
 */
tokens: number,
/**
 * When it is read.
 */
read: FileReadWhen,
/**
 * Tokens of it that enter a prompt.
 */
readTokens: number,
/**
 * What that costs each time, nano-dollars; null where the price is not known.
 */
readCost: number | null,
/**
 * Check-ins of an ordinary day that read it.
 */
checkIns: number,
/**
 * What it adds to a day's check-ins, nano-dollars; null where the price is not known.
 */
dayCost: number | null,
/**
 * Where the agent stops reading; null where it reads all of it.
 */
cutAt: number | null,
/**
 * Where both sides of a merge were kept.
 */
conflicts: Array<TextConflict>,
/**
 * What looks like a key or a password.
 */
secrets: Array<TextPlace>, };
