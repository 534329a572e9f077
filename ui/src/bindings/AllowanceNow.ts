// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { AllowanceUse } from "./AllowanceUse";

/**
 * What runs by itself may spend.
 */
export type AllowanceNow = {
/**
 * Today.
 */
day: AllowanceUse,
/**
 * This month.
 */
month: AllowanceUse,
/**
 * What today was given on top.
 */
extra: number, };
