// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Puts the notice away. The reports stay.
 */
export type CrashDismiss = Record<symbol, never>;
