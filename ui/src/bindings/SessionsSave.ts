// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ExportFormat } from "./ExportFormat";

/**
 * Saves a conversation as a file.
 */
export type SessionsSave = {
/**
 * Session key or session id; absent = the main conversation.
 */
session?: string,
/**
 * How.
 */
format: ExportFormat,
/**
 * The folder, a whole path; absent = the person's downloads.
 */
folder?: string, };
