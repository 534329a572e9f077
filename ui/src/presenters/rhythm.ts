//! The cron builder's value: when a job runs, as the parts of a sentence, and the same as a cron
//! expression.
//!
//! Owns which expressions parts can show and how parts are written. Computes no instant: those come
//! from `cron.preview`.

export type Rhythm =
  | { kind: "once"; date: string }
  | { kind: "every"; count: number; unit: "minutes" | "hours"; between: [number, number] | null }
  | { kind: "daily" }
  | { kind: "weekdays" }
  /** 0 = Sunday. */
  | { kind: "days"; days: number[] }
  /** 1–31. */
  | { kind: "monthday"; day: number }
  | { kind: "lastday" }
  /** 1–5, or -1 = the last. */
  | { kind: "nth"; nth: number; weekday: number }
  /** Every so many days or weeks, counted from a date. */
  | { kind: "period"; count: number; unit: "days" | "weeks"; from: string }
  | { kind: "custom"; expression: string };

export type RhythmKind = Rhythm["kind"];

export interface When {
  rhythm: Rhythm;
  /** `HH:MM`, in order; kept where a rhythm has none of its own. */
  times: string[];
  /** An IANA name. */
  zone: string;
}

/** In the order of the menu. */
export const RHYTHMS: readonly RhythmKind[] = [
  "once",
  "every",
  "daily",
  "weekdays",
  "days",
  "monthday",
  "lastday",
  "nth",
  "period",
  "custom",
];

const WORK = [1, 2, 3, 4, 5];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The times of a day stand in the sentence. */
export function hasTimes(rhythm: Rhythm): boolean {
  return rhythm.kind !== "every" && rhythm.kind !== "custom";
}

/** The expression; null = no expression can say it. */
export function expressionOf({ rhythm, times }: When): string | null {
  if (rhythm.kind === "custom") return rhythm.expression;
  if (rhythm.kind === "every") return everyExpression(rhythm);
  const days = dayFields(rhythm);
  const clock = clockFields(times);
  return days && clock ? `${clock} ${days}` : null;
}

/** The parts of an expression; what parts can't show stays an expression. Keeps zone and times. */
export function withExpression(when: When, expression: string): When {
  const read = readExpression(expression);
  if (!read) return { ...when, rhythm: { kind: "custom", expression } };
  return { ...when, rhythm: read.rhythm, times: read.times ?? when.times };
}

/** Another rhythm keeps the times and the zone. */
export function withRhythm(when: When, kind: RhythmKind, today: string): When {
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  const fresh: Record<RhythmKind, () => Rhythm> = {
    once: () => ({ kind: "once", date: today }),
    every: () => ({ kind: "every", count: 2, unit: "hours", between: null }),
    daily: () => ({ kind: "daily" }),
    weekdays: () => ({ kind: "weekdays" }),
    days: () => ({ kind: "days", days: [weekday] }),
    monthday: () => ({ kind: "monthday", day: Number(today.slice(8)) }),
    lastday: () => ({ kind: "lastday" }),
    nth: () => ({ kind: "nth", nth: 1, weekday: 1 }),
    period: () => ({ kind: "period", count: 2, unit: "weeks", from: today }),
    custom: () => ({ kind: "custom", expression: expressionOf(when) ?? "0 9 * * *" }),
  };
  return when.rhythm.kind === kind ? when : { ...when, rhythm: fresh[kind]() };
}

/** `9`, `9:5`, `0905`, `18:30` as `HH:MM`; null = no time of a day. */
export function timeOf(text: string): string | null {
  const found = /^\s*(\d{1,2})(?:[:.：]?(\d{1,2}))?\s*$/.exec(text);
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (!found || hour > 23 || minute > 59) return null;
  return `${two(hour)}:${two(minute)}`;
}

/** A time so many minutes later, round the clock. */
export function stepped(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const total = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440;
  return `${two(Math.floor(total / 60))}:${two(total % 60)}`;
}

function everyExpression(rhythm: Rhythm & { kind: "every" }): string | null {
  const { count, unit, between } = rhythm;
  const span = between ? `${between[0]}-${between[1]}` : "*";
  if (unit === "minutes") {
    if (count < 1 || 60 % count !== 0 || count === 60) return null;
    return `${count === 1 ? "*" : `*/${count}`} ${span} * * *`;
  }
  if (count < 1 || count > 23 || (!between && 24 % count !== 0)) return null;
  return `0 ${count === 1 ? span : `${span}/${count}`} * * *`;
}

function dayFields(rhythm: Rhythm): string | null {
  switch (rhythm.kind) {
    case "daily":
      return "* * *";
    case "weekdays":
      return "* * 1-5";
    case "days":
      return rhythm.days.length ? `* * ${[...rhythm.days].sort().join(",")}` : null;
    case "monthday":
      return `${rhythm.day} * *`;
    case "lastday":
      return "L * *";
    case "nth":
      return `* * ${rhythm.weekday}${rhythm.nth < 0 ? "L" : `#${rhythm.nth}`}`;
    default:
      return null;
  }
}

/** Several times are one expression where every hour has the same minutes. */
function clockFields(times: readonly string[]): string | null {
  const [hours, minutes] = [distinct(times, 0), distinct(times, 1)];
  const all = new Set(times).size === hours.length * minutes.length;
  return times.length && all ? `${minutes.join(",")} ${hours.join(",")}` : null;
}

function distinct(times: readonly string[], part: 0 | 1): number[] {
  const found = new Set(times.map((time) => Number(time.split(":")[part])));
  return [...found].sort((a, b) => a - b);
}

interface Read {
  rhythm: Rhythm;
  /** null = the rhythm has none. */
  times: string[] | null;
}

function readExpression(expression: string): Read | null {
  const fields = expression.trim().toUpperCase().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  if (month !== "*") return null;
  const daily = day === "*" && weekday === "*";
  const every = daily ? readEvery(minute, hour) : null;
  if (every) return { rhythm: every, times: null };
  const [minutes, hours] = [readSet(minute, 0, 59), readSet(hour, 0, 23)];
  const rhythm = readDays(day, weekday);
  if (!minutes || !hours || !rhythm || minutes.length * hours.length > MOST_TIMES) return null;
  const times = hours.flatMap((at) => minutes.map((to) => `${two(at)}:${two(to)}`));
  return { rhythm, times };
}

/** More times a day than this are no sentence. */
const MOST_TIMES = 6;

function readEvery(minute: string, hour: string): Rhythm | null {
  const [from, step] = hour.split("/");
  const between = from === "*" ? null : readRange(from ?? "", 23);
  if (from !== "*" && !between) return null;
  const whole = (text: string | undefined, most: number) => {
    const count = /^\d+$/.test(text ?? "") ? Number(text) : 0;
    return count > 0 && count < most ? count : null;
  };
  if (minute === "0") {
    const count = step === undefined ? 1 : whole(step, 24);
    if (!count || (!between && 24 % count !== 0)) return null;
    return { kind: "every", count, unit: "hours", between };
  }
  const [all, by, more] = minute.split("/");
  const count = by === undefined ? 1 : whole(by, 60);
  if (all !== "*" || more !== undefined || step !== undefined) return null;
  if (!count || 60 % count !== 0) return null;
  return { kind: "every", count, unit: "minutes", between };
}

function readRange(text: string, most: number): [number, number] | null {
  const found = /^(\d+)-(\d+)$/.exec(text);
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  return found && from < to && to <= most ? [from, to] : null;
}

function readDays(day: string, weekday: string): Rhythm | null {
  if (weekday === "*") {
    if (day === "*") return { kind: "daily" };
    if (day === "L") return { kind: "lastday" };
    const date = /^\d+$/.test(day) ? Number(day) : 0;
    return date >= 1 && date <= 31 ? { kind: "monthday", day: date } : null;
  }
  // Day and weekday together mean either: no sentence of parts.
  if (day !== "*") return null;
  const named = WEEKDAYS.reduce((text, name, at) => text.replaceAll(name, String(at)), weekday);
  const nth = /^([0-7])(?:#([1-5])|L)$/.exec(named);
  if (nth) return { kind: "nth", nth: Number(nth[2] ?? -1), weekday: Number(nth[1]) % 7 };
  const set = readSet(named, 0, 7);
  if (!set) return null;
  const days = [...new Set(set.map((at) => at % 7))].sort();
  if (days.length === 7) return { kind: "daily" };
  return String(days) === String(WORK) ? { kind: "weekdays" } : { kind: "days", days };
}

/** Numbers and ranges with commas. */
function readSet(text: string, least: number, most: number): number[] | null {
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) return null;
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (from > to || from < least || to > most) return null;
    for (let at = from; at <= to; at++) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}

function two(count: number): string {
  return String(count).padStart(2, "0");
}
