// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { JobHappened } from "./JobHappened";
import type { JobHold } from "./JobHold";
import type { JobMistake } from "./JobMistake";

/**
 * A job.
 */
export type JobRow = {
/**
 * Its id.
 */
id: string,
/**
 * What it is called.
 */
name: string,
/**
 * The agent.
 */
agentId: string,
/**
 * `agentTurn`, `systemEvent`, `notify`, or a word not known here.
 */
kind: string,
/**
 * When it runs, in words.
 */
description: string,
/**
 * The zone of its times; `null` = its schedule can't be read.
 */
zone: string | null,
/**
 * Switched on by a person.
 */
enabled: boolean,
/**
 * It runs as it stands; otherwise it is kept and can't run here.
 */
canRun: boolean,
/**
 * Why not.
 */
mistakes: Array<JobMistake>,
/**
 * It is paused.
 */
hold: JobHold | null,
/**
 * Nothing ever arrived where it sends to: it waits for a test message.
 */
needsTest: boolean,
/**
 * The run that is under way.
 */
running: string | null,
/**
 * After a failure it waits until then, ms; no slot before runs.
 */
waitsUntil: number | null,
/**
 * It ran once, or its time passed: it will not run again by itself.
 */
over: boolean,
/**
 * When it runs next, ms; `null` = it is off, can't run or is over.
 */
nextAt: number | null,
/**
 * What became of it last.
 */
last: JobHappened | null,
/**
 * The agent that made it; `null` = a person.
 */
madeBy: string | null,
/**
 * What it cost in the last 30 days, nano-dollars.
 */
cost: number,
/**
 * Its record, as in `jobs.json`.
 */
definition: Record<string, unknown>, };
