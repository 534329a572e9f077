//! The jobs of the scripted home, as in the pictures. Runs are worked out for daily rhythms only, in
//! the computer's zone; everything else of a schedule is the real gateway's.
import type { CronWhen } from "$lib/bindings/CronWhen";
import type { JobDelivery } from "$lib/bindings/JobDelivery";
import type { JobExplained } from "$lib/bindings/JobExplained";
import type { JobHappened } from "$lib/bindings/JobHappened";
import type { ApiError } from "$lib/bindings/ApiError";
import type { JobRow } from "$lib/bindings/JobRow";
import type { Undo } from "$lib/bindings/Undo";
import { whenOf } from "$lib/presenters/schedule-record";
import type { Params } from "../types";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const LONG = 400;
const NONE = { undo: null };

export class FakeJobs {
  rows: JobRow[];
  readonly #now: number;
  readonly #zone: string;
  #made = 0;
  #before: JobRow[] | null = null;

  constructor(now: number, zone: string, empty: boolean) {
    this.#now = now;
    this.#zone = zone;
    this.rows = empty ? [] : this.#pictured();
  }

  list() {
    return { jobs: this.rows, seq: 1 };
  }

  now() {
    const enabled = this.rows.filter((row) => row.enabled).length;
    const state = { running: true, on: true, hold: null, spent: false, settlingUntil: null };
    return { ...state, jobs: this.rows.length, enabled, underWay: [], next: null };
  }

  add({ job, when }: Params<"cron.add">) {
    refuseAddress(job);
    this.#before = structuredClone(this.rows);
    const id = `made-${++this.#made}`;
    const schedule = scheduleOf(when, this.#zone);
    const kind = String((job["payload"] as Record<string, unknown> | undefined)?.["kind"]);
    const name = String(job["name"] ?? "");
    const row = this.#row(id, name, kind, "", schedule, null, 0);
    row.definition = { ...job, schedule };
    this.rows.push(row);
    return { job: row, undo: undo(`Remove “${name}”`) };
  }

  edit({ id, job, when }: Params<"cron.edit">) {
    this.#before = structuredClone(this.rows);
    const row = this.#find(id);
    const schedule = when ? scheduleOf(when, this.#zone) : row.definition["schedule"];
    row.definition = { ...row.definition, ...job, schedule };
    row.name = String(job["name"] ?? row.name);
    return { job: row, undo: undo(`Bring “${row.name}” back as it was`) };
  }

  enable(id: string, enabled: boolean) {
    this.#before = structuredClone(this.rows);
    const row = this.#find(id);
    row.enabled = enabled;
    row.nextAt = enabled ? (this.#runs(row.definition["schedule"], this.#now, 1)[0] ?? null) : null;
    return { job: row, undo: undo(`Switch “${row.name}” ${enabled ? "off" : "on"} again`) };
  }

  remove(id: string) {
    this.#before = structuredClone(this.rows);
    const { name } = this.#find(id);
    this.rows = this.rows.filter((row) => row.id !== id);
    return { undo: undo(`Bring “${name}” back`) };
  }

  test(id: string) {
    this.#find(id).needsTest = false;
    return NONE;
  }

  resume(id: string) {
    this.#find(id).hold = null;
    return NONE;
  }

  /** What would run, with its job. */
  planned(from: number, until: number): { at: number; row: JobRow }[] {
    return this.rows.flatMap((row) =>
      row.enabled
        ? this.#runs(row.definition["schedule"], from, LONG)
            .filter((at) => at < until)
            .map((at) => ({ at, row }))
        : [],
    );
  }

  undo(): void {
    if (this.#before) this.rows = this.#before;
    this.#before = null;
  }

  runs(id: string) {
    const { last: found } = this.#find(id);
    const last = found && { ...found, deliveries: sentBy(found) };
    const earlier = last ? [{ ...last, at: last.at - DAY, runId: `${id}-0`, byHand: true }] : [];
    return { rows: last ? [last, ...earlier] : [], before: null };
  }

  preview({ cron, every, at, rrule, tz, from, count = 5, job }: Params<"cron.preview">) {
    const when: CronWhen = {
      ...(cron === undefined ? {} : { cron }),
      ...(every === undefined ? {} : { every }),
      ...(at === undefined ? {} : { at }),
      ...(rrule === undefined ? {} : { rrule }),
    };
    if (cron !== undefined && cron.trim().split(/\s+/).length < 5) {
      const message = `A cron expression has five fields, or six with seconds; “${cron}” has ${cron.trim().split(/\s+/).length}`;
      throw { code: "schedule-field-count", message, params: {} };
    }
    const schedule = scheduleOf({ ...when, tz: tz ?? this.#zone }, this.#zone);
    const own = (job?.["cove"] ?? {}) as { startAt?: number; endAt?: number };
    const begin = Math.max(from ? Date.parse(from) : this.#now, (own.startAt ?? 0) - 1);
    const runs = this.#runs(schedule, begin, count).filter((at) => at <= (own.endAt ?? Infinity));
    const asks =
      (job?.["payload"] as Record<string, unknown> | undefined)?.["kind"] === "agentTurn";
    return {
      runs,
      zone: tz ?? this.#zone,
      description: cron ? `By the cron expression ${cron}` : "By a calendar rule",
      warnings: cron?.startsWith("*/")
        ? [{ code: "often", text: "It runs more than once an hour." }]
        : [],
      costPerMonth: job ? (asks ? { low: 0.74, high: 0.92 } : { low: 0, high: 0 }) : null,
    };
  }

  parse({ text }: Params<"cron.parse">) {
    const time = /(\d{1,2}):(\d\d)/.exec(text);
    if (!time) return { draft: null, rest: text };
    const weekdays = /weekday|工作日/i.test(text);
    const expr = `${Number(time[2])} ${Number(time[1])} * * ${weekdays ? "1-5" : "*"}`;
    const schedule = { kind: "cron", expr, tz: this.#zone };
    const rest = text.slice((time.index ?? 0) + time[0].length).trim();
    const draft = {
      schedule,
      description: text,
      zone: this.#zone,
      runs: this.#runs(schedule, this.#now, 5),
      timeAssumed: false,
      warnings: [],
    };
    return { draft, rest };
  }

  explain(id: string): JobExplained {
    const row = this.#find(id);
    const asks = row.kind === "agentTurn";
    const payload = row.definition["payload"] as Record<string, unknown>;
    return {
      sessionKey: null,
      model: asks ? "anthropic/claude-haiku-4.5" : null,
      system: asks ? "It is Thursday 11 March 2027.\nYou are Wren, Anna’s agent." : "",
      message: String(payload["message"] ?? payload["text"] ?? ""),
      tools: asks ? ["read", "write", "search"] : [],
      parts: asks
        ? [
            { kind: "instructions", name: null, tokens: 2100 },
            { kind: "tools", name: null, tokens: 3200 },
            { kind: "file", name: "AGENTS.md", tokens: 580 },
            { kind: "message", name: null, tokens: 62 },
          ]
        : [],
      tokens: asks ? 5942 : 0,
      costPerRun: asks ? { low: 0.006, high: 0.008 } : null,
      costPerMonth: asks ? { low: 0.74, high: 0.92 } : null,
      warnings: asks
        ? [{ code: "file-missing", text: "new-york.md does not exist.", path: "new-york.md" }]
        : [],
    };
  }

  #find(id: string): JobRow {
    const row = this.rows.find((held) => held.id === id);
    if (!row) throw { code: "job-unknown", message: id, params: {} };
    return row;
  }

  /** Of rhythms by days; a rule runs weekly from its first day. */
  #runs(schedule: unknown, from: number, count: number): number[] {
    const when = whenOf(schedule, this.#zone);
    if (!when) return [];
    const found: number[] = [];
    const day = new Date(from);
    const { rhythm } = when;
    for (let ahead = 0; ahead < LONG && found.length < count; ahead++) {
      if (!fits(day)) {
        day.setDate(day.getDate() + 1);
        continue;
      }
      const times =
        rhythm.kind === "every" ? [8, 10, 12, 14, 16, 18, 20].map((at) => `${at}:00`) : when.times;
      for (const time of times) {
        const [hour = 0, minute = 0] = time.split(":").map(Number);
        const at = new Date(day).setHours(hour, minute, 0, 0);
        if (at > from && found.length < count) found.push(at);
      }
      day.setDate(day.getDate() + 1);
    }
    return found;

    function fits(date: Date): boolean {
      if (rhythm.kind === "once") return local(date) === rhythm.date;
      if (rhythm.kind === "weekdays") return date.getDay() % 6 !== 0;
      if (rhythm.kind === "days") return rhythm.days.includes(date.getDay());
      if (rhythm.kind === "monthday") return date.getDate() === rhythm.day;
      if (rhythm.kind === "nth") return date.getDay() === rhythm.weekday && date.getDate() < 8;
      return true;
    }
  }

  #pictured(): JobRow[] {
    const cron = (expr: string, tz = this.#zone) => ({ kind: "cron", expr, tz });
    const done = (ago: number, change: Partial<JobHappened> = {}) =>
      happened(this.#now - ago, change);
    const saturday = new Date(this.#now + ((6 - new Date(this.#now).getDay() + 7) % 7 || 7) * DAY);
    const once = { kind: "at", at: new Date(saturday.setHours(9, 0, 0, 0)).toISOString() };
    const missed = { state: "skipped", delivery: null, runId: null, reason: reason("asleep") };
    return [
      this.#row(
        "ny",
        "New York brief",
        "agentTurn",
        "Weekdays at 09:00 in New York",
        cron("0 9 * * 1-5", "America/New_York"),
        done(DAY),
        840,
      ),
      this.#row(
        "inbox",
        "Inbox sweep",
        "agentTurn",
        "Every 2 hours from 08:00 to 20:00",
        cron("0 8-20/2 * * *"),
        done(HOUR, { state: "quiet", delivery: "none" }),
        3150,
      ),
      this.#row(
        "choir",
        "Leave for choir",
        "notify",
        "Every Thursday at 18:45",
        cron("45 18 * * 4"),
        done(7 * DAY),
        0,
      ),
      this.#row(
        "morning",
        "Morning brief",
        "agentTurn",
        "Every weekday at 07:30",
        cron("30 7 * * 1-5"),
        done(6 * HOUR, { lateMs: 18 * 60_000 }),
        900,
      ),
      this.#row(
        "plants",
        "Water the plants",
        "notify",
        "On Tuesday and Friday at 08:00",
        cron("0 8 * * 2,5"),
        done(2 * DAY, missed),
        0,
      ),
      this.#row(
        "gym",
        "Gym bag",
        "notify",
        "On Monday, Wednesday and Friday at 18:00",
        cron("0 18 * * 1,3,5"),
        done(DAY),
        0,
      ),
      this.#row("swim", "Swim class opens", "notify", "Once, on Saturday at 09:00", once, null, 0),
      this.#row(
        "review",
        "Weekly review",
        "agentTurn",
        "Every Sunday at 17:00",
        cron("0 17 * * 0"),
        done(4 * DAY),
        200,
      ),
      this.#row(
        "numbers",
        "Weekly numbers for Mattias",
        "agentTurn",
        "Every Thursday at 09:00",
        cron("0 9 * * 4"),
        done(5 * HOUR, { delivery: "failed" }),
        170,
      ),
    ];
  }

  #row(
    id: string,
    name: string,
    kind: string,
    description: string,
    schedule: unknown,
    last: JobHappened | null,
    mills: number,
  ): JobRow {
    const words = kind === "agentTurn" ? { message: `${name}. Keep it short.` } : { text: name };
    return {
      id,
      name,
      agentId: "main",
      kind,
      description,
      zone: this.#zone,
      enabled: true,
      canRun: true,
      mistakes: [],
      hold: null,
      needsTest: false,
      running: null,
      waitsUntil: null,
      over: false,
      nextAt: this.#runs(schedule, this.#now, 1)[0] ?? null,
      last: last && { ...last, runId: last.runId && `${id}-1` },
      madeBy: null,
      cost: mills * 1_000_000,
      definition: {
        id,
        name,
        schedule,
        payload: { kind, ...words },
        sessionTarget: "isolated",
        delivery: { mode: "announce", channel: "telegram", to: "7" },
      },
    };
  }
}

/** As the gateway: http goes to the own network alone. */
function refuseAddress(job: Record<string, unknown>): void {
  const delivery = (job["delivery"] ?? {}) as Record<string, unknown>;
  if (!String(delivery["to"]).startsWith("http://")) return;
  const error: ApiError = {
    code: "webhook-http",
    message: "“http://example.com” is not encrypted",
    hint: "Use https://. Without it only addresses of your own network work.",
    params: { field: "delivery.to" },
  };
  throw error;
}

function happened(at: number, change: Partial<JobHappened>): JobHappened {
  const run = { runId: "run", attempt: 1, startedAt: at, endedAt: at + 9000 };
  const said = { summary: "Done: two invoices are open.", sessionId: "s9", fileAccess: null };
  const kept = { at, through: at, count: 1, state: "done", reason: null, lateMs: 0, byHand: false };
  return {
    ...kept,
    ...run,
    ...said,
    delivery: "sent",
    cost: 38_000_000,
    deliveries: [],
    ...change,
  };
}

/** The parts of a run, as its delivery says. */
function sentBy({ runId, delivery }: JobHappened): JobDelivery[] {
  if (!runId || (delivery !== "sent" && delivery !== "failed")) return [];
  const part = { id: `run:${runId}:0`, channel: "telegram", peer: "7" };
  return delivery === "sent"
    ? [{ ...part, state: "sent", receipt: "4711", error: null }]
    : [{ ...part, state: "refused", receipt: null, error: "This chat no longer exists." }];
}

function reason(code: string) {
  return { code, text: "The computer was asleep" };
}

function undo(label: string): Undo {
  return { id: "u-job", label, expiresAt: 0 };
}

function scheduleOf(when: CronWhen | undefined, zone: string): Record<string, unknown> {
  const tz = when?.tz ?? zone;
  if (when?.cron !== undefined) return { kind: "cron", expr: when.cron, tz };
  if (when?.rrule !== undefined) return { kind: "rrule", rrule: when.rrule, tz };
  if (when?.at !== undefined) return { kind: "at", at: new Date(when.at).toISOString() };
  const span = /^(\d+)([hm])$/.exec(when?.every ?? "");
  return { kind: "every", everyMs: Number(span?.[1] ?? 1) * (span?.[2] === "m" ? 60_000 : HOUR) };
}

function local(date: Date): string {
  const two = (count: number) => String(count).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
