// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { BeatSeen } from "./BeatSeen";

/**
 * How an agent's heartbeat is.
 */
export type BeatReport = {
/**
 * The agent.
 */
agentId: string,
/**
 * It is on.
 */
on: boolean,
/**
 * Time between two; `0m` = off.
 */
every: string,
/**
 * The last one; null = none yet.
 */
last: BeatSeen | null,
/**
 * When the next is, ms; null = none is planned.
 */
nextAt: number | null,
/**
 * Why that one would be left out as things are now.
 */
nextSkipped: ApiError | null,
/**
 * What pauses them now.
 */
paused: ApiError | null,
/**
 * Until when, ms; null = until a person lets them go on.
 */
pausedUntil: number | null,
/**
 * Events that nobody has read.
 */
waiting: number, };
