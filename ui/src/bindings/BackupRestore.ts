// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Restores a backup as the home; only without a running gateway.
 */
export type BackupRestore = {
/**
 * The backup, a whole path.
 */
file: string, };
