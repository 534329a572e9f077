// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { NewVersion } from "./NewVersion";

/**
 * What there is.
 */
export type UpdateChecked = {
/**
 * A newer one; null = this is the newest.
 */
newer: NewVersion | null, };
