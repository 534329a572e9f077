// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ToolInPrompt } from "./ToolInPrompt";

/**
 * The tools' size.
 */
export type ToolsInPrompt = {
/**
 * Characters of names and descriptions.
 */
listChars: number,
/**
 * Characters of schemas.
 */
schemaChars: number,
/**
 * Their share, tokens.
 */
tokens: number,
/**
 * Each of them, largest first.
 */
entries: Array<ToolInPrompt>, };
