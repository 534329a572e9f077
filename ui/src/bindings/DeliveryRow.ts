// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { DeliveryState } from "./DeliveryState";
import type { Route } from "./Route";

/**
 * A part on its way.
 */
export type DeliveryRow = {
/**
 * Its id.
 */
id: string,
/**
 * When it was written, ms.
 */
at: number,
/**
 * Where to.
 */
route: Route,
/**
 * What is known.
 */
state: DeliveryState,
/**
 * What it says.
 */
text: string,
/**
 * The channel's message id.
 */
receipt: string | null,
/**
 * Tries so far.
 */
attempts: number,
/**
 * Why it did not arrive, in words.
 */
error: string | null, };
