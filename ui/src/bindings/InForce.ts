// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Which settings hold at the moment.
 */
export type InForce = "file" | "last-good" | "nothing";
