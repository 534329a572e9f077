// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists where secrets are kept.
 */
export type SecretList = Record<symbol, never>;
