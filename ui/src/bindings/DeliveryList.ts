// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists parts that did not surely arrive, oldest first.
 */
export type DeliveryList = {
/**
 * Sent ones too.
 */
all: boolean, };
