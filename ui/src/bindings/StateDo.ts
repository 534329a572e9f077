// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What is done to a shared state.
 */
export type StateDo = { "kind": "set",
/**
 * All of it.
 */
state: unknown,
/**
 * The version it was made from; absent = whatever stands there.
 */
version?: number,
/**
 * What it holds; declared once.
 */
format?: string, } | { "kind": "append",
/**
 * The line.
 */
text: string, } | { "kind": "acquire",
/**
 * Absent = 10.
 */
minutes?: number, } | { "kind": "renew",
/**
 * From now; absent = 10.
 */
minutes?: number, } | { "kind": "release", };
