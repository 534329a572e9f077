// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { SpendingBy } from "./SpendingBy";

/**
 * Asks what was spent.
 */
export type LedgerCost = {
/**
 * What is summed up together; absent = each day.
 */
by?: SpendingBy,
/**
 * How many days back, today included; absent = 30.
 */
days?: number,
/**
 * Of this agent only; absent = of all.
 */
agentId?: string, };
