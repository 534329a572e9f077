// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What changed between two versions.
 */
export type FileDiff = {
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Its path.
 */
path: string,
/**
 * The older version; 0 = before there was one.
 */
from: number,
/**
 * The newer one; absent = the file as it is.
 */
to?: number, };
