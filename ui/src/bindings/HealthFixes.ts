// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists fixes that were made.
 */
export type HealthFixes = Record<symbol, never>;
