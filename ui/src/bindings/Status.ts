// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { ChannelRow } from "./ChannelRow";
import type { DesktopRow } from "./DesktopRow";
import type { GatewayRow } from "./GatewayRow";
import type { HealthSummary } from "./HealthSummary";
import type { HeartbeatRow } from "./HeartbeatRow";
import type { HoldRow } from "./HoldRow";
import type { Language } from "./Language";
import type { ModelInUse } from "./ModelInUse";
import type { Mood } from "./Mood";
import type { Need } from "./Need";
import type { NextJob } from "./NextJob";

/**
 * How everything is.
 */
export type Status = {
/**
 * The events' epoch.
 */
epoch: string,
/**
 * The event this is true for.
 */
seq: number,
/**
 * The agent's state.
 */
mood: Mood,
/**
 * The same in a sentence.
 */
sentence: string,
/**
 * The default agent.
 */
agentId: string,
/**
 * What it is called.
 */
agentName: string,
/**
 * The home's language.
 */
language: Language,
/**
 * The gateway that answers; null = none runs, and the home was read without one.
 */
gateway: GatewayRow | null,
/**
 * The gateway's build.
 */
build: string,
/**
 * The home.
 */
homeId: string,
/**
 * When the gateway started, ms.
 */
startedAt: number,
/**
 * The gateway's clock, ms.
 */
now: number,
/**
 * The computer's zone.
 */
zone: string,
/**
 * The model that answers.
 */
model: ModelInUse,
/**
 * The agent's check-ins.
 */
heartbeat: HeartbeatRow,
/**
 * Channels that are set up.
 */
channels: Array<ChannelRow>,
/**
 * What is held and why.
 */
holds: Array<HoldRow>,
/**
 * What needs the person, worst first.
 */
needs: Array<Need>,
/**
 * Turns that run.
 */
working: number,
/**
 * Messages that wait.
 */
waiting: number,
/**
 * Nano-dollars since local midnight.
 */
costToday: number,
/**
 * The job that runs next; null = none is planned, or no gateway runs.
 */
nextJob: NextJob | null,
/**
 * What the desktop around the window is to do.
 */
desktop: DesktopRow,
/**
 * Mistakes in the settings file.
 */
configProblems: Array<ApiError>,
/**
 * How sound the home was at the last check; null = not looked at since the start.
 */
health: HealthSummary | null, };
