// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The file as it stands.
 */
export type ConfigFileText = {
/**
 * Its path.
 */
file: string,
/**
 * Its text, `${kept:…}` for each secret in it.
 */
text: string,
/**
 * Names this state of it.
 */
hash: string, };
