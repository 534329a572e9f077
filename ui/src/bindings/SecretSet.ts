// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Keep } from "./Keep";

/**
 * Stores a secret.
 */
export type SecretSet = {
/**
 * Where the settings refer to it.
 */
path: string,
/**
 * The secret.
 */
value: string,
/**
 * The server it is for; absent = from the settings, or as Cove knows the provider. Where
 * neither says one it is refused (`secret-origin-needed`).
 */
origin?: string,
/**
 * Where; absent = the keychain, and a choice is asked for where there is none.
 */
keep?: Keep,
/**
 * For `passphrase`.
 */
passphrase?: string, };
