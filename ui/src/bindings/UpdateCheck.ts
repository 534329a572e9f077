// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Asks for the newest version, once, now.
 */
export type UpdateCheck = Record<symbol, never>;
