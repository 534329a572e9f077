// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A home that was restored. What runs by itself waits until it is taken over.
 */
export type BackupRestored = {
/**
 * Where the home that was there lies now; null = there was none.
 */
kept: string | null,
/**
 * When the backup was made, ms.
 */
createdAt: number,
/**
 * The Cove that made it.
 */
build: string,
/**
 * How many files came back.
 */
files: number,
/**
 * Settings whose secret has to be entered again.
 */
secrets: Array<string>, };
