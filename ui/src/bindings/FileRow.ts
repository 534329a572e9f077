// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A file.
 */
export type FileRow = {
/**
 * Relative to the workspace.
 */
path: string,
/**
 * Size.
 */
bytes: number,
/**
 * Last change, ms.
 */
changedAt: number,
/**
 * Versions kept.
 */
versions: number,
/**
 * Characters the agent reads of it, where it is cut.
 */
cutAt: number | null,
/**
 * Tokens of the whole file, about.
 */
tokens: number, };
