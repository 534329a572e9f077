// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Where a secret is kept.
 */
export type Keep = "keychain" | "passphrase" | "this-run" | "environment" | "config";
