// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Author } from "./Author";
import type { TextPlace } from "./TextPlace";

/**
 * A place where both sides of a merge were kept, to be settled by a person.
 */
export type TextConflict = {
/**
 * Where it stands with its marks: what is chosen takes this place.
 */
at: TextPlace,
/**
 * What one side wrote.
 */
mine: string,
/**
 * Who that is.
 */
mineBy: Author,
/**
 * What the other wrote.
 */
theirs: string,
/**
 * Who that is.
 */
theirsBy: Author,
/**
 * A text with both in it.
 */
both: string, };
