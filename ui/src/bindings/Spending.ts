// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { AllowanceNow } from "./AllowanceNow";
import type { SpendingBy } from "./SpendingBy";
import type { SpendingRow } from "./SpendingRow";

/**
 * What was spent.
 */
export type Spending = {
/**
 * What is summed up together.
 */
by: SpendingBy,
/**
 * From, ms.
 */
from: number,
/**
 * Until before, ms.
 */
until: number,
/**
 * The computer's zone.
 */
zone: string,
/**
 * Days in their order, all else the dearest first.
 */
rows: Array<SpendingRow>,
/**
 * All of it.
 */
total: SpendingRow,
/**
 * What runs by itself may spend.
 */
allowance: AllowanceNow, };
