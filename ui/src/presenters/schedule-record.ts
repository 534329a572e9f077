//! A schedule as the builder holds it, as `jobs.json` writes it, and as a request carries it.
//!
//! Owns the calendar rules of what no expression can say. A record that parts can't show is carried
//! as it is.
import type { CronWhen } from "$lib/bindings/CronWhen";
import { expressionOf, hasTimes, withExpression, type Rhythm, type When } from "./rhythm";
import { localAt } from "./zones";

/** When a new job runs before anybody said so. */
export function firstWhen(zone: string): When {
  return { rhythm: { kind: "weekdays" }, times: ["09:00"], zone };
}

const DAY_CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const MINUTE = 60_000;

/** As a request carries it. */
export function whenRequest(when: When): CronWhen {
  const { rhythm, times, zone: tz } = when;
  if (rhythm.kind === "once") return { at: `${rhythm.date} ${times[0] ?? "09:00"}`, tz };
  const cron = expressionOf(when);
  if (cron !== null) return { cron, tz };
  if (rhythm.kind === "every") {
    return { every: `${rhythm.count}${rhythm.unit === "hours" ? "h" : "m"}`, tz };
  }
  return { rrule: rules(when), tz };
}

/** What a record says; null = parts and expressions can't show it. */
export function whenOf(schedule: unknown, own: string): When | null {
  if (typeof schedule !== "object" || schedule === null) return null;
  const held = schedule as Record<string, unknown>;
  const text = (name: string) => (typeof held[name] === "string" ? held[name] : null);
  const zone = text("tz") ?? own;
  const first = firstWhen(zone);
  switch (held["kind"]) {
    case "cron": {
      const expression = text("expr");
      return expression === null ? null : withExpression(first, expression);
    }
    case "at": {
      const at = typeof held["at"] === "number" ? held["at"] : Date.parse(text("at") ?? "");
      if (!Number.isFinite(at)) return null;
      const local = localAt(at, zone);
      return { ...first, rhythm: { kind: "once", date: local.date }, times: [local.time] };
    }
    case "every": {
      const minutes = Number(held["everyMs"]) / MINUTE;
      if (!Number.isInteger(minutes) || minutes < 1) return null;
      const hours = minutes % 60 === 0;
      const [count, unit] = hours
        ? [minutes / 60, "hours" as const]
        : [minutes, "minutes" as const];
      return { ...first, rhythm: { kind: "every", count, unit, between: null } };
    }
    case "rrule":
      return readRules(text("rrule") ?? "", first);
    default:
      return null;
  }
}

/** The rhythms calendar rules are written for: by a period, or with uneven times. */
function rules({ rhythm, times, zone }: When): string {
  const begin = rhythm.kind === "period" ? rhythm.from.replaceAll("-", "") : null;
  const start = begin ? [`DTSTART;TZID=${zone}:${begin}T000000`] : [];
  const lines = times.map((time) => {
    const [hour, minute] = time.split(":").map(Number);
    return `RRULE:${frequency(rhythm)};BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`;
  });
  return [...start, ...lines].join("\n");
}

function frequency(rhythm: Rhythm): string {
  switch (rhythm.kind) {
    case "weekdays":
      return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
    case "days":
      return `FREQ=WEEKLY;BYDAY=${rhythm.days.map((day) => DAY_CODES[day]).join(",")}`;
    case "monthday":
      return `FREQ=MONTHLY;BYMONTHDAY=${rhythm.day}`;
    case "lastday":
      return "FREQ=MONTHLY;BYMONTHDAY=-1";
    case "nth":
      return `FREQ=MONTHLY;BYDAY=${rhythm.nth}${DAY_CODES[rhythm.weekday]}`;
    case "period":
      return `FREQ=${rhythm.unit === "days" ? "DAILY" : "WEEKLY"};INTERVAL=${rhythm.count}`;
    default:
      return "FREQ=DAILY";
  }
}

function readRules(text: string, first: When): When | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const start = lines.find((line) => line.startsWith("DTSTART"));
  const found = lines.filter((line) => line !== start);
  const begin = /(?:TZID=([^:;]+))?[^:]*:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(start ?? "");
  if (!begin || found.length === 0 || found.some((line) => !line.startsWith("RRULE:"))) return null;
  const [, zone = first.zone, year, month, day, hour, minute] = begin;
  const from = `${year}-${month}-${day}`;
  const times = new Set<string>();
  const rests = new Set<string>();
  for (const line of found) {
    const parts = new Map(
      line
        .slice(6)
        .split(";")
        .map((part) => part.split("=") as [string, string]),
    );
    const at = [parts.get("BYHOUR") ?? hour, parts.get("BYMINUTE") ?? minute];
    if (at.some((part) => !/^\d+$/.test(part ?? ""))) return null;
    times.add(at.map((part) => String(Number(part)).padStart(2, "0")).join(":"));
    for (const name of ["BYHOUR", "BYMINUTE", "BYSECOND"]) parts.delete(name);
    rests.add(
      [...parts]
        .map((part) => part.join("="))
        .sort()
        .join(";"),
    );
  }
  const [rest] = rests;
  if (rests.size !== 1 || rest === undefined) return null;
  const rhythm = readFrequency(rest, from);
  return rhythm && hasTimes(rhythm) ? { rhythm, times: [...times].sort(), zone } : null;
}

/** `rest` is a rule's parts without its times, in order of their names. */
function readFrequency(rest: string, from: string): Rhythm | null {
  const parts = new Map(rest.split(";").map((part) => part.split("=") as [string, string]));
  const names = [...parts.keys()].join(" ");
  const [often, by] = [parts.get("FREQ"), parts.get("BYDAY") ?? ""];
  const count = Number(parts.get("INTERVAL") ?? 1);
  if (names === "FREQ INTERVAL" || names === "FREQ") {
    if (often === "DAILY" && count === 1) return { kind: "daily" };
    const unit = often === "DAILY" ? "days" : often === "WEEKLY" ? "weeks" : null;
    return unit && count >= 1 ? { kind: "period", count, unit, from } : null;
  }
  const days = by.split(",").map((code) => DAY_CODES.indexOf(code));
  if (often === "WEEKLY" && names === "BYDAY FREQ" && !days.includes(-1)) {
    const sorted = [...days].sort();
    return String(sorted) === "1,2,3,4,5" ? { kind: "weekdays" } : { kind: "days", days: sorted };
  }
  // One chosen day every few weeks counts from the first such day.
  if (often === "WEEKLY" && names === "BYDAY FREQ INTERVAL" && days.length === 1) {
    const [weekday = -1] = days;
    if (weekday < 0) return null;
    return { kind: "period", count, unit: "weeks", from: firstOn(from, weekday, count) };
  }
  const nth = /^(-1|[1-5])([A-Z]{2})$/.exec(by);
  const weekday = DAY_CODES.indexOf(nth?.[2] ?? "");
  if (often === "MONTHLY" && names === "BYDAY FREQ" && nth && weekday >= 0) {
    return { kind: "nth", nth: Number(nth[1]), weekday };
  }
  const day = Number(parts.get("BYMONTHDAY"));
  if (often !== "MONTHLY" || names !== "BYMONTHDAY FREQ") return null;
  if (day === -1) return { kind: "lastday" };
  return day >= 1 && day <= 31 ? { kind: "monthday", day } : null;
}

/** The weekday in the week of `from`, or so many weeks on where it is over. Weeks begin on Monday. */
function firstOn(from: string, weekday: number, weeks: number): string {
  const date = new Date(`${from}T12:00:00Z`);
  const ahead = ((weekday + 6) % 7) - ((date.getUTCDay() + 6) % 7);
  date.setUTCDate(date.getUTCDate() + (ahead < 0 ? ahead + 7 * weeks : ahead));
  return date.toISOString().slice(0, 10);
}
