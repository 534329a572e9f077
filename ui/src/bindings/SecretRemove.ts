// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Forgets a secret.
 */
export type SecretRemove = {
/**
 * Which.
 */
path: string, };
