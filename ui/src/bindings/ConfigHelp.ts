// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * About one setting.
 */
export type ConfigHelp = {
/**
 * Its path.
 */
path: string,
/**
 * What it does; null where Cove does not use it.
 */
says: string | null,
/**
 * What it allows, in words; null where it allows anything.
 */
allowed: string | null,
/**
 * What holds where it is not written, as it would be written; null = nothing.
 */
default: string | null,
/**
 * What is in force now, as it would be written, a secret as its reference; null = nothing.
 */
inForce: string | null,
/**
 * Settings that can stand in it.
 */
inside: Array<string>, };
