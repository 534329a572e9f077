// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Who wrote a version.
 */
export type Author = "person" | "agent" | "cove" | "elsewhere";
