// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";

/**
 * Stored.
 */
export type ChatSent = {
/**
 * For `chat.wait`.
 */
inboxId: string,
/**
 * The conversation it belongs to.
 */
sessionKey: string,
/**
 * Why it waits for now: everything is paused. Null = it is taken up.
 */
waits: ApiError | null, };
