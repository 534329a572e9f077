// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How the next version comes.
 */
export type UpdateWay = "package" | "hand";
