// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists a subscriber may hold.
 */
export type Topic = "sessions" | "status" | "config" | "secrets" | "pairing" | "activity" | "deliveries" | "holds" | "files" | "models" | "heartbeat" | "jobs";
