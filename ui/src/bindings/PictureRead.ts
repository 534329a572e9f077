// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Reads a picture of the workspace, to be shown.
 */
export type PictureRead = {
/**
 * The conversation it came in, whose agent has it; absent = the default agent's.
 */
sessionKey?: string,
/**
 * Its path in the workspace.
 */
path: string, };
