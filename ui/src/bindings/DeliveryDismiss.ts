// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Leaves an unknown or refused part as it is.
 */
export type DeliveryDismiss = {
/**
 * Which.
 */
id: string, };
