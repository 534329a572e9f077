// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ExportFormat } from "./ExportFormat";

/**
 * Writes a conversation out, a piece at a time.
 */
export type SessionsExport = {
/**
 * Session key or session id; absent = the main conversation.
 */
session?: string,
/**
 * How.
 */
format: ExportFormat,
/**
 * From here, bytes: `next` of the piece before.
 */
from: number, };
