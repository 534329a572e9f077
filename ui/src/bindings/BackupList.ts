// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists the backups in the home's own folder for them.
 */
export type BackupList = Record<symbol, never>;
