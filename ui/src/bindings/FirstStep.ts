// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A step of the welcome.
 */
export type FirstStep = "model" | "you" | "telegram";
