// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobPartKind } from "./JobPartKind";

/**
 * A part of the prompt.
 */
export type JobPart = {
/**
 * What.
 */
kind: JobPartKind,
/**
 * Of a file, its name.
 */
name: string | null,
/**
 * Tokens, an estimate.
 */
tokens: number, };
