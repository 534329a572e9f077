// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { LeftOutRow } from "./LeftOutRow";

/**
 * A backup that was made.
 */
export type BackupMade = {
/**
 * Where it lies.
 */
file: string,
/**
 * Its size.
 */
bytes: number,
/**
 * How many files it holds.
 */
files: number,
/**
 * Settings whose secret has to be entered again where the backup is restored.
 */
secrets: Array<string>,
/**
 * What lies in the home and not in the backup.
 */
leftOut: Array<LeftOutRow>,
/**
 * Notes in which something that looks like a key stands; they are in the backup as written.
 */
keysInNotes: Array<string>, };
