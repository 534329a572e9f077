// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks a model one thing, to see that it answers. The key is kept nowhere.
 */
export type ModelCheck = {
/**
 * `provider/model`.
 */
id: string,
/**
 * For a server of one's own.
 */
baseUrl?: string,
/**
 * The key to try; absent = the one that is kept.
 */
key?: string, };
