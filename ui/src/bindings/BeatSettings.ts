// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { EventWaiting } from "./EventWaiting";

/**
 * How an agent's heartbeat is set.
 */
export type BeatSettings = {
/**
 * The agent.
 */
agentId: string,
/**
 * It is on.
 */
on: boolean,
/**
 * Time between two; while it is off, what it is once it is on again.
 */
every: string,
/**
 * `HH:MM`: when beats begin, and quiet hours end.
 */
start: string,
/**
 * `HH:MM`: when beats end, and quiet hours begin; 00:00 to 24:00 = no quiet hours.
 */
end: string,
/**
 * As the settings say: an IANA name, `local`, `user`; null = nothing said.
 */
timezone: string | null,
/**
 * The zone that comes to, an IANA name.
 */
zone: string,
/**
 * The computer's zone.
 */
hostZone: string,
/**
 * Days without beats: `sat`, `12-25` (each year), `2026-12-24`, `2026-12-24..2027-01-02`.
 */
quietDays: Array<string>,
/**
 * Only HEARTBEAT.md is read, not the conversation.
 */
lightContext: boolean,
/**
 * Where it writes: `last`, `none` or a channel.
 */
target: string,
/**
 * What the model that is asked is called.
 */
model: string,
/**
 * What waits to be told at the next beat, oldest first.
 */
waiting: Array<EventWaiting>, };
