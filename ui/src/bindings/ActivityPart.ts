// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A part of everything.
 */
export type ActivityPart = "happened" | "missed" | "messages";
