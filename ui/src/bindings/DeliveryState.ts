// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What is known of a part.
 */
export type DeliveryState = "pending" | "attempting" | "sent" | "unknown" | "refused" | "expired";
