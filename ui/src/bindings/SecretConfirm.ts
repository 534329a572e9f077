// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lets a secret go to another server than the one it was entered for.
 */
export type SecretConfirm = {
/**
 * Which.
 */
path: string,
/**
 * The new server.
 */
origin: string, };
