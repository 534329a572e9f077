// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How bad it is.
 */
export type Severity = "error" | "warning" | "info";
