// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A file that was saved.
 */
export type Saved = {
/**
 * Where it lies.
 */
file: string,
/**
 * Its size.
 */
bytes: number, };
