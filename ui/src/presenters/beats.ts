//! Check-ins in words: how often, what they cost, what became of them. Pure: every figure is the
//! gateway's.
import type { BeatActual } from "$lib/bindings/BeatActual";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import type { BeatEstimate } from "$lib/bindings/BeatEstimate";
import type { EstimatedCost } from "$lib/bindings/EstimatedCost";
import type { EstimateRow } from "$lib/bindings/EstimateRow";
import type { HeartbeatChange } from "$lib/bindings/HeartbeatChange";
import type { Language } from "$lib/bindings/Language";
import type { Saving } from "$lib/bindings/Saving";
import type { StateName } from "$lib/components/StateIcon.svelte";
import { t } from "$lib/words/words.svelte";

const UNITS = { m: "minutes", h: "hours", d: "days" } as const;

/** `30m` as “30 minutes”, or short as “30 min”; what is written otherwise stays as it is. */
export function every(text: string, short = false): string {
  if (text === "0m") return t("beats-off");
  const found = /^(\d+)([mhd])$/.exec(text);
  const unit = UNITS[found?.[2] as keyof typeof UNITS];
  if (!found || !unit) return text;
  const count = Number(found[1]);
  if (unit === "minutes") return t(short ? "beats-min" : "beats-minutes", { count });
  if (unit === "hours") return t(short ? "beats-h" : "beats-hours", { count });
  return t("beats-span-days", { count });
}

/** Two spans that are the same, however they are written: 24h and 1d. */
export function sameSpan(one: string, other: string): boolean {
  return minutes(one) === minutes(other);
}

function minutes(text: string): number | string {
  const found = /^(\d+)([mhd])$/.exec(text);
  const size = { m: 1, h: 60, d: 1_440 }[found?.[2] ?? ""];
  return found && size ? Number(found[1]) * size : text;
}

function dollars(value: number, language: Language, bare = false): string {
  const small = value > 0 && value < 0.01;
  const digits = small ? 3 : 2;
  return new Intl.NumberFormat(language, {
    ...(bare ? {} : { style: "currency", currency: "USD" }),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(small ? Math.max(value, 0.001) : value);
}

/** `$0.24–0.29`; one figure where both are shown alike; nothing where the price is unknown. */
export function range(cost: EstimatedCost | null, language: Language): string | null {
  if (!cost) return null;
  const [low, high] = [dollars(cost.low, language), dollars(cost.high, language)];
  return low === high ? low : `${low}–${dollars(cost.high, language, true)}`;
}

/** An estimate this near to what was spent holds. */
const NEAR = 0.15;

export interface Checked {
  /** It holds, or what was spent is another figure. */
  holds: boolean;
  text: string;
}

/** The estimate beside what was spent; null where nothing was spent yet. */
export function checked(actual: BeatActual | undefined, language: Language): Checked | null {
  if (!actual || actual.calls === 0) return null;
  const { days, estimated, actual: spent } = actual;
  const most = Math.max(estimated, spent);
  const told = { estimated: dollars(estimated, language), actual: dollars(spent, language) };
  return {
    holds: most === 0 || Math.abs(estimated - spent) / most <= NEAR,
    text: t("beats-actual", { days, ...told }),
  };
}

export interface Compared extends EstimateRow {
  /** It is what is set. */
  here: boolean;
  /** Of the longest bar, 0 to 100. */
  percent: number;
}

/** The table with the set interval in its place, and the length of each bar. */
export function compared(estimate: BeatEstimate, set: string, on: boolean): Compared[] {
  const now = on ? set : "0m";
  const rows = [...estimate.table];
  if (!rows.some((row) => sameSpan(row.every, now))) {
    const nth = rows.findIndex((row) => row.callsPerDay < estimate.callsPerDay);
    const { callsPerDay, costPerDay } = estimate;
    rows.splice(nth < 0 ? rows.length : nth, 0, { every: now, callsPerDay, costPerDay });
  }
  const most = Math.max(1, ...rows.map((row) => row.callsPerDay));
  return rows.map((row) => ({
    ...row,
    here: sameSpan(row.every, now),
    percent: (row.callsPerDay / most) * 100,
  }));
}

export interface SavingLine {
  kind: Saving["kind"];
  text: string;
  /** What trying it changes. */
  change: HeartbeatChange | null;
}

/** What each saving would bring, most first. */
export function savingLines(savings: readonly Saving[], language: Language): SavingLine[] {
  return savings.map(({ kind, model, savedPerMonth }) => {
    const saved = range(savedPerMonth, language) ?? "";
    const name = model?.split("/").at(-1) ?? "";
    switch (kind) {
      case "quiet-hours":
        return {
          kind,
          text: t("beats-save-quiet", { saved }),
          change: { start: "08:00", end: "22:00" },
        };
      case "light-context":
        return { kind, text: t("beats-save-light", { saved }), change: { lightContext: true } };
      case "smaller-model":
        return {
          kind,
          text: t("beats-save-model", { model: name, saved }),
          change: model ? { model } : null,
        };
      case "shorter-file":
        return { kind, text: t("beats-save-file", { saved }), change: null };
    }
  });
}

/** A beat that began so long after its time is late, ms. */
const LATE = 120_000;

export interface DecisionRow {
  id: string;
  at: number;
  state: StateName;
  text: string;
  cost: number | null;
}

/** What became of each beat, in words. */
export function decisionRows(
  decisions: readonly BeatDecision[],
  language: Language,
): DecisionRow[] {
  return decisions.map(({ beat, cost }) => {
    const { state, text } = became(beat);
    const late = beat.occasion === "slot" ? beat.startedAt - beat.slotAt : 0;
    const parts = [text];
    if (late >= LATE && beat.outcome !== "skipped")
      parts.push(t("beats-late", { count: Math.round(late / 60_000) }));
    if (beat.leftOut > 0) parts.push(t("beats-stands-for", { count: beat.leftOut }));
    return { id: beat.id, at: beat.startedAt, state, text: sentences(parts, language), cost };
  });
}

function became(beat: BeatDecision["beat"]): { state: StateName; text: string } {
  const why = beat.reason?.message ?? "";
  switch (beat.outcome) {
    case "running":
      return { state: "running", text: t("beats-running") };
    case "ok":
      return { state: "done", text: t("beats-ok") };
    case "said":
      return { state: "wrote", text: t("beats-said", { text: oneLine(beat.text ?? "") }) };
    case "duplicate":
      return { state: "quiet", text: t("beats-duplicate") };
    case "failed":
      return { state: "failed", text: t("beats-failed", { why }) };
    case "skipped":
      return { state: "skipped", text: t("beats-skipped", { why }) };
    case "interrupted":
      return { state: "skipped", text: t("beats-interrupted") };
    case "stopped":
      return { state: "skipped", text: t("beats-stopped") };
  }
}

/** Sentences in a row: Chinese ones stand without a space between them. */
export function sentences(parts: readonly string[], language: Language): string {
  return parts.filter((part) => part !== "").join(language === "zh-CN" ? "" : " ");
}

const SHOWN = 160;

function oneLine(text: string): string {
  const plain = text
    .replace(/\s+/g, " ")
    .replace(/[*_`#]+/g, "")
    .trim();
  return plain.length <= SHOWN ? plain : `${plain.slice(0, SHOWN - 1)}…`;
}

/** The city of a zone's name: “Europe/Stockholm” is Stockholm. */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** A Monday at noon, UTC. */
const MONDAY = Date.UTC(2026, 0, 5, 12);

/** The days of the week, each with its names and whether beats run on it. */
export function weekdays(quietDays: readonly string[], language: Language) {
  const name = (nth: number, weekday: "narrow" | "long") =>
    new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(
      MONDAY + nth * 86_400_000,
    );
  return WEEK.map((id, nth) => ({
    id,
    short: name(nth, "narrow"),
    name: name(nth, "long"),
    on: !quietDays.includes(id),
  }));
}

/** The quiet days with one day of the week turned; null = no day would be left. */
export function turned(quietDays: readonly string[], day: string): string[] | null {
  const days = quietDays.includes(day)
    ? quietDays.filter((quiet) => quiet !== day)
    : [...quietDays, day];
  return WEEK.every((id) => days.includes(id)) ? null : days;
}

/** A day or days as a person writes them into the settings; null = no day, or they end before they begin. */
export function writtenDay(first: string, last: string, yearly: boolean): string | null {
  if (!DATE.test(first)) return null;
  if (yearly) return first.slice(5);
  if (last === "" || last === first) return first;
  return DATE.test(last) && first < last ? `${first}..${last}` : null;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const YEARLY = /^\d{2}-\d{2}$/;
/** A leap year: each day of a year is one of it. */
const LEAP = "2024";

/** The quiet days that are no days of the week, in words. */
export function quietDates(quietDays: readonly string[], language: Language) {
  const format = (text: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).format(
      new Date(`${text}T12:00:00Z`),
    );
  const dated = (text: string) => format(text, { day: "numeric", month: "long", year: "numeric" });
  const inWords = (day: string): string | null => {
    if (YEARLY.test(day))
      return t("beats-quiet-day-each", {
        day: format(`${LEAP}-${day}`, { day: "numeric", month: "long" }),
      });
    if (DATE.test(day)) return dated(day);
    const [first = "", last = ""] = day.split("..");
    if (!DATE.test(first) || !DATE.test(last)) return null;
    return t("beats-quiet-day-span", { first: dated(first), last: dated(last) });
  };
  return quietDays.flatMap((day) => {
    const text = inWords(day);
    return text === null ? [] : [{ day, text }];
  });
}
