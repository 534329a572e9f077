// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { OutputTokens } from "./OutputTokens";

/**
 * Tokens of one call.
 */
export type BeatTokens = {
/**
 * The whole prompt.
 */
input: number,
/**
 * The answer.
 */
output: OutputTokens, };
