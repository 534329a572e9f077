// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A language Cove speaks.
 */
export type Language = "en" | "zh-CN";
