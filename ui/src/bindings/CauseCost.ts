// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a cause has cost.
 */
export type CauseCost = {
/**
 * chat, heartbeat, job, flush, compaction, subagent.
 */
cause: string,
/**
 * Nano-dollars.
 */
cost: number, };
