// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { DeliveryRow } from "./DeliveryRow";

/**
 * Parts on their way.
 */
export type Deliveries = {
/**
 * Oldest first.
 */
deliveries: Array<DeliveryRow>, };
