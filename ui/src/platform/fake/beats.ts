//! The heartbeat of the scripted home: its settings, a plan by them, and the figures of the pictures.
import type { ApiError } from "$lib/bindings/ApiError";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import type { BeatEstimate } from "$lib/bindings/BeatEstimate";
import type { BeatSettings } from "$lib/bindings/BeatSettings";
import type { HeartbeatChange } from "$lib/bindings/HeartbeatChange";

const MINUTE = 60_000;
const DAY = 1_440;
/** Dollars of one check-in. */
const [LOW, HIGH] = [0.0075, 0.009];
const COMPARED = ["15m", "30m", "1h", "2h", "6h", "24h", "0m"];

export class FakeBeats {
  settings: BeatSettings;
  decisions: BeatDecision[];
  /** Why the next one would be left out. */
  skipped: ApiError | null = null;
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
    this.settings = {
      agentId: "main",
      on: true,
      every: "30m",
      start: "07:00",
      end: "23:00",
      timezone: null,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      hostZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      quietDays: [],
      lightContext: false,
      target: "last",
      model: "Claude Haiku 4.5",
      waiting: [{ id: "e1", text: "Call the dentist", mode: "next-heartbeat", since: now }],
    };
    const beat = (
      nth: number,
      outcome: BeatDecision["beat"]["outcome"],
      more: Partial<BeatDecision["beat"]> = {},
    ): BeatDecision => {
      const slotAt = this.#slot(-nth);
      return {
        cost: outcome === "skipped" ? null : 8_000_000,
        beat: {
          id: `beat:main:${slotAt}`,
          occasion: "slot",
          slotAt,
          leftOut: 0,
          startedAt: slotAt,
          endedAt: slotAt,
          outcome,
          reason: null,
          text: null,
          ...more,
        },
      };
    };
    this.decisions = [
      beat(1, "ok"),
      beat(2, "said", { text: "Parcel from Norrland Ved arrives on Friday." }),
      beat(3, "ok", { startedAt: this.#slot(-3) + 4 * MINUTE }),
      beat(15, "skipped", {
        reason: { code: "beat-quiet-hours", message: "The computer was asleep.", params: {} },
      }),
    ];
  }

  plan(start?: string, end?: string, from?: string, hours = 24) {
    const begin = from ? new Date(from).getTime() : this.#now;
    const [open, close] = [
      minutes(start ?? this.settings.start),
      minutes(end ?? this.settings.end),
    ];
    const length = (close - open + DAY) % DAY || DAY;
    const beats: number[] = [];
    for (let at = begin; at < begin + hours * 60 * MINUTE; at += MINUTE) {
      const date = new Date(at);
      const since = (date.getHours() * 60 + date.getMinutes() - open + DAY) % DAY;
      if (since < length && since % span(this.settings.every) === 0) beats.push(at);
    }
    return { beats: this.settings.on ? beats : [], leftOut: [], timezone: this.settings.zone };
  }

  quiet() {
    const [open, close] = [minutes(this.settings.start), minutes(this.settings.end) % DAY];
    if (open === close) return { quiet: [] };
    const from = new Date(this.#now);
    from.setHours(0, close, 0, 0);
    const until = new Date(from);
    until.setHours(0, open + (open < close ? DAY : 0), 0, 0);
    return { quiet: [{ from: from.getTime(), until: until.getTime() }] };
  }

  estimate(start?: string, end?: string): BeatEstimate {
    const open = minutes(start ?? this.settings.start);
    const length = (minutes(end ?? this.settings.end) - open + DAY) % DAY || DAY;
    const calls = (every: string) => (every === "0m" ? 0 : Math.ceil(length / span(every)));
    const cost = (count: number) => ({ low: count * LOW, high: count * HIGH });
    const count = this.settings.on ? calls(this.settings.every) : 0;
    return {
      callsPerDay: count,
      daysPerWeek: 7,
      tokensPerCall: { input: 9_000, output: { low: 170, high: 1_000 } },
      costPerDay: cost(count),
      costPerMonth: { low: count * LOW * 30.44, high: count * HIGH * 30.44 },
      currency: "USD",
      skippedNow: null,
      table: COMPARED.map((every) => ({
        every,
        callsPerDay: calls(every),
        costPerDay: cost(calls(every)),
      })),
      ...(start === undefined && end === undefined
        ? { actual: { days: 7, calls: 220, estimated: 1.82, actual: 1.75 } }
        : {}),
    };
  }

  report() {
    const next = this.plan().beats.find((at) => at > this.#now) ?? null;
    return {
      agentId: "main",
      on: this.settings.on,
      every: this.settings.every,
      last: this.decisions[0]?.beat ?? null,
      nextAt: next,
      nextSkipped: this.skipped,
      paused: null,
      pausedUntil: null,
      waiting: this.settings.waiting.length,
    };
  }

  change({ every, start, end, timezone, quietDays, lightContext, target }: HeartbeatChange): void {
    const { settings } = this;
    this.settings = {
      ...settings,
      every: every ?? settings.every,
      start: start ?? settings.start,
      end: end ?? settings.end,
      zone: timezone ?? settings.zone,
      quietDays: quietDays ?? settings.quietDays,
      lightContext: lightContext ?? settings.lightContext,
      target: target ?? settings.target,
    };
  }

  preview() {
    return {
      skipped: null,
      model: this.settings.model,
      tokens: this.estimate().tokensPerCall,
      cost: { low: LOW, high: HIGH },
      waiting: this.settings.waiting.length,
      lightContext: this.settings.lightContext,
      target: this.settings.target,
    };
  }

  /** The half hour that is so many before or after the last one. */
  #slot(by: number): number {
    const size = 30 * MINUTE;
    return Math.floor(this.#now / size) * size + (by + 1) * size;
  }
}

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return hour * 60 + minute;
}

function span(text: string): number {
  return Number.parseInt(text) * (text.endsWith("h") ? 60 : 1);
}
