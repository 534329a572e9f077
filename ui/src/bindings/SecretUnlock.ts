// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Unlocks the passphrase file for this run.
 */
export type SecretUnlock = {
/**
 * The passphrase.
 */
passphrase: string, };
