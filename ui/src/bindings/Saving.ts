// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EstimatedCost } from "./EstimatedCost";
import type { SavingKind } from "./SavingKind";

/**
 * Something that would cost less.
 */
export type Saving = {
/**
 * What.
 */
kind: SavingKind,
/**
 * The model, for a smaller one.
 */
model: string | null,
/**
 * Dollars a month it would save.
 */
savedPerMonth: EstimatedCost, };
