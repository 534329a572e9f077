// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Who is calling.
 */
export type Hello = {
/**
 * The caller's contract version.
 */
contract: string,
/**
 * The caller's build.
 */
build: string, };
