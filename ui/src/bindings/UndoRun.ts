// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Takes a change back.
 */
export type UndoRun = {
/**
 * From an answer or a record; absent = the newest that can be.
 */
id?: string, };
