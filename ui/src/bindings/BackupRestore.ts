// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Restores a backup as the home. A running gateway makes a backup of the home first, looks the
 * backup over, then ends, puts it in place and begins anew; refused while a turn runs.
 */
export type BackupRestore = {
/**
 * The backup, a whole path.
 */
file: string, };
