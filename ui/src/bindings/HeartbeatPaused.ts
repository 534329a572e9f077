// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Undo } from "./Undo";

/**
 * They are paused.
 */
export type HeartbeatPaused = {
/**
 * Until when, ms; null = until a person lets them go on.
 */
until: number | null,
/**
 * How to take it back.
 */
undo: Undo | null, };
