// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Puts a conversation into the archive: lists leave it out. The next message takes it out again.
 */
export type SessionsArchive = {
/**
 * The conversation.
 */
key: string,
/**
 * False = takes it out.
 */
archived: boolean, };
