// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The job that runs next.
 */
export type NextJob = {
/**
 * Which.
 */
id: string,
/**
 * What it is called.
 */
name: string,
/**
 * When, ms.
 */
at: number, };
