// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Moves secrets that stand in the settings file to the keychain.
 */
export type SecretAdopt = Record<symbol, never>;
