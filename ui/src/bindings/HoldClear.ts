// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lifts a pause.
 */
export type HoldClear = {
/**
 * Which.
 */
scope: string, };
