// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a backup holds, counted.
 */
export type BackupContents = {
/**
 * The Cove that made it.
 */
build: string,
/**
 * All files.
 */
files: number,
/**
 * Conversations, earlier parts of them counted too.
 */
conversations: number,
/**
 * The agents' files.
 */
notes: number,
/**
 * Jobs; null where that can't be told.
 */
jobs: number | null,
/**
 * The settings are in it.
 */
settings: boolean,
/**
 * Settings whose secret has to be entered again after a restore.
 */
secrets: Array<string>,
/**
 * What lay in the home and is not in it, in words.
 */
leftOut: Array<string>, };
