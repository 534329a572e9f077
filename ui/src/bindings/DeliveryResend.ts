// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Sends an unknown or refused part again.
 */
export type DeliveryResend = {
/**
 * Which.
 */
id: string, };
