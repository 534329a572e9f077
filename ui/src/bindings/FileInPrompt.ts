// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FileState } from "./FileState";

/**
 * A file of the agent.
 */
export type FileInPrompt = {
/**
 * Its name.
 */
name: string,
/**
 * Relative to the workspace.
 */
path: string,
/**
 * It does not exist.
 */
missing: boolean,
/**
 * Its size, characters.
 */
rawChars: number,
/**
 * Of it in the prompt, characters.
 */
injectedChars: number,
/**
 * Something of it was left out.
 */
truncated: boolean,
/**
 * What became of it.
 */
state: FileState,
/**
 * Its share, tokens.
 */
tokens: number, };
