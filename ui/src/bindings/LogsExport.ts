// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Saves the whole log as one file, secrets removed.
 */
export type LogsExport = {
/**
 * The folder, a whole path; absent = the person's downloads.
 */
folder?: string, };
