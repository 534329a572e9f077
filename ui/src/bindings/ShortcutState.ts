// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What the desktop says of the keys that open Cove from anywhere.
 */
export type ShortcutState = "works" | "taken" | "unknown" | "no-way";
