// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A place in a text: UTF-16 units from its start, a line end counting as one.
 */
export type TextPlace = {
/**
 * Where it begins.
 */
from: number,
/**
 * Behind its end.
 */
to: number, };
