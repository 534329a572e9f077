// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Whether the keychain can be used.
 */
export type KeychainState = "ready" | "locked" | "absent" | "unasked";
