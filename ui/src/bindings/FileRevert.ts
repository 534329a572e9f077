// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Brings an old version back as a new one.
 */
export type FileRevert = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Its path.
 */
path: string,
/**
 * Which.
 */
version: number, };
