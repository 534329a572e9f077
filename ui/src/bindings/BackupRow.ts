// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { BackupContents } from "./BackupContents";

/**
 * One backup.
 */
export type BackupRow = {
/**
 * Where it lies, a whole path.
 */
file: string,
/**
 * Its name.
 */
name: string,
/**
 * Its size.
 */
bytes: number,
/**
 * When it was made, ms; of what is no backup when the file was written.
 */
createdAt: number,
/**
 * What it holds; null where that can't be told.
 */
contents: BackupContents | null,
/**
 * Why not.
 */
problem: ApiError | null, };
