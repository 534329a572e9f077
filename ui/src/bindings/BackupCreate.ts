// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Makes a backup, also while Cove works.
 */
export type BackupCreate = {
/**
 * Where, a whole path; absent = `backups/cove-<time>.zip` in the home.
 */
file?: string, };
