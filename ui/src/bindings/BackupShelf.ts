// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { BackupRow } from "./BackupRow";

/**
 * Those backups, the newest first.
 */
export type BackupShelf = {
/**
 * The folder.
 */
folder: string,
/**
 * Each.
 */
backups: Array<BackupRow>, };
