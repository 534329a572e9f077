// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Takes a fix back.
 */
export type HealthRestore = {
/**
 * Of the fix.
 */
id: string, };
