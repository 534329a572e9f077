// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Turns a tool on or off, for every agent and every conversation.
 */
export type ToolSet = {
/**
 * Its name.
 */
name: string,
/**
 * On or off.
 */
on: boolean, };
