// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What would cost less.
 */
export type SavingKind = "quiet-hours" | "light-context" | "smaller-model" | "shorter-file";
