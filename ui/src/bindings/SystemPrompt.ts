// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The system prompt's size.
 */
export type SystemPrompt = {
/**
 * Characters.
 */
chars: number,
/**
 * Of them in files.
 */
projectContextChars: number,
/**
 * The others.
 */
nonProjectContextChars: number,
/**
 * Its share, tokens.
 */
tokens: number, };
