// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { WakeMode } from "./WakeMode";

/**
 * Queues something the agent is to be told.
 */
export type SystemEventAdd = {
/**
 * What.
 */
text: string,
/**
 * When it is to be read.
 */
mode: WakeMode,
/**
 * The conversation; absent = the one the heartbeat beats in.
 */
sessionKey?: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string, };
