// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The model answered.
 */
export type ModelChecked = {
/**
 * How long that took, ms.
 */
ms: number, };
