// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Writes a file, merging with what others wrote since `base`.
 */
export type FileWrite = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Its path.
 */
path: string,
/**
 * The new text.
 */
text: string,
/**
 * The hash it was read with.
 */
base: string,
/**
 * Names the stay in the file this is written in, made by the client: all it writes is one
 * change with one way back. Absent = it is a change of its own.
 */
stay?: string, };
