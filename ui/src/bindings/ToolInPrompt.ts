// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A tool.
 */
export type ToolInPrompt = {
/**
 * Its name.
 */
name: string,
/**
 * Characters of its description.
 */
summaryChars: number,
/**
 * Characters of its schema.
 */
schemaChars: number,
/**
 * Parameters it takes.
 */
propertiesCount: number,
/**
 * Its share, tokens.
 */
tokens: number, };
