// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { PartKind } from "./PartKind";

/**
 * A part of the request.
 */
export type Part = {
/**
 * What it is.
 */
kind: PartKind,
/**
 * Pieces: files, tools, messages, calls.
 */
count: number,
/**
 * Its share, tokens.
 */
tokens: number, };
