// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FileRow } from "./FileRow";

/**
 * The files.
 */
export type Files = {
/**
 * By path.
 */
files: Array<FileRow>, };
