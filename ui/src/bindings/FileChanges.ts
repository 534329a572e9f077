// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the changes of a file: its versions, those of one turn or one stay together.
 */
export type FileChanges = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Its path.
 */
path: string,
/**
 * Most that are listed; absent = 50, at most 200.
 */
limit?: number, };
