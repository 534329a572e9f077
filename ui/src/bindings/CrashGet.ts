// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks how the last run ended, where nobody has read it yet, and for the reports there are.
 */
export type CrashGet = Record<symbol, never>;
