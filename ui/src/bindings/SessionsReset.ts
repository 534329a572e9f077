// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ResetMode } from "./ResetMode";

/**
 * Begins a conversation anew; the session it had stays among the earlier ones.
 */
export type SessionsReset = {
/**
 * The conversation; absent = the main one.
 */
key?: string,
/**
 * The agent; absent = the default one.
 */
agentId?: string,
/**
 * Absent = as `session.reset.manual` says.
 */
mode?: ResetMode,
/**
 * The model that answers in it: `provider/model` or an alias.
 */
model?: string,
/**
 * Its first message.
 */
text?: string, };
