// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

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
all: boolean, };
