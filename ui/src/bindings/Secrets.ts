// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { KeychainState } from "./KeychainState";
import type { SecretRow } from "./SecretRow";

/**
 * Secrets and the keychain.
 */
export type Secrets = {
/**
 * All that are known.
 */
secrets: Array<SecretRow>,
/**
 * Its state.
 */
keychain: KeychainState,
/**
 * A passphrase file exists and is locked.
 */
passphraseLocked: boolean, };
