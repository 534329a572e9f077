// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Who said it.
 */
export type Speaker = "person" | "agent" | "note";
