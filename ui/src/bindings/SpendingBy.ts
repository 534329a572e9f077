// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What is summed up together.
 */
export type SpendingBy = "day" | "cause" | "model" | "job";
