// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { StrayWay } from "./StrayWay";

/**
 * Mends findings: one by its id, all of a code, or everything that is only a repair.
 */
export type HealthFix = {
/**
 * One finding.
 */
id?: string,
/**
 * All of a kind.
 */
code?: string,
/**
 * Every repair.
 */
all: boolean,
/**
 * What is done with a conversation no message reaches; absent = it is archived.
 */
stray?: StrayWay, };
