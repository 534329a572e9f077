//! Costs by day and by cause, as bars and as figures. Pure: every sum is the gateway's.
import type { Language } from "$lib/bindings/Language";
import type { Spending } from "$lib/bindings/Spending";
import { t, type WordKey } from "$lib/words/words.svelte";
import { money } from "./format";
import { today } from "./notes-month";

export type Tone = "tide" | "ochre" | "slate" | "moss" | "stone";

export interface Part {
  tone: Tone;
  word: WordKey;
  /** Nano-dollars. */
  cost: number;
}

export interface Bar {
  /** `2026-03-11`, or `2026-03` of a month. */
  key: string;
  /** Below the bar. */
  label: string;
  /** Below the label, where a month begins. */
  sub: string | null;
  /** In full, for tables and titles. */
  name: string;
  today: boolean;
  /** From the ground up; those that cost nothing are left out. */
  parts: Part[];
  total: number;
}

export interface Chart {
  bars: Bar[];
  /** Dearest first. */
  legend: Part[];
  total: number;
  /** Of the days shown. */
  perDay: number;
  /** Lines across, nano-dollars, from zero up. */
  lines: number[];
  /** Days on which what runs by itself took more than a day's allowance; null = there is none. */
  over: number | null;
  /** The first and the last day, in full. */
  from: string;
  until: string;
}

/** From the ground up. */
const PARTS: readonly { tone: Tone; word: WordKey; causes: readonly string[] }[] = [
  { tone: "tide", word: "act-cost-beats", causes: ["heartbeat"] },
  { tone: "ochre", word: "act-cost-jobs", causes: ["job"] },
  { tone: "slate", word: "act-cost-chats", causes: ["chat"] },
  { tone: "moss", word: "act-cost-saving", causes: ["flush", "compaction"] },
  { tone: "stone", word: "act-cost-others", causes: ["subagent"] },
];
/** What the allowance is for. */
const BY_ITSELF = ["heartbeat", "job"];
/** More days than this are summed up by month. */
const DAYS = 62;
const NANO = 1_000_000_000;

type Causes = readonly { cause: string; cost: number }[];

const CENT = 10_000_000;

/** What a day costs of the days shown; below a cent the figure would say more than is known. */
export function perDaySaid(nano: number, language: Language): string {
  if (nano > 0 && nano < CENT) return t("act-a-day-little");
  return t("act-a-day", { cost: money(Math.round(nano), language) });
}

/** The chart of an answer that is summed up by day. */
export function costChart(spending: Spending, language: Language): Chart {
  const days = everyDay(spending);
  const byKey = new Map(spending.rows.map((row) => [row.key, row.causes ?? []]));
  const months = days.length > DAYS;
  const sums = new Map<string, { cause: string; cost: number }[]>();
  for (const day of days) {
    const key = months ? day.slice(0, 7) : day;
    sums.set(key, [...(sums.get(key) ?? []), ...(byKey.get(day) ?? [])]);
  }
  const last = days.at(-1) ?? "";
  const bars = [...sums].map(([key, causes], nth): Bar => {
    const parts = partsOf(causes);
    const total = parts.reduce((sum, { cost }) => sum + cost, 0);
    const today = last.startsWith(key);
    return { key, ...labels(key, nth, language), today, parts, total };
  });
  const all = [...byKey.values()].flat();
  const { limit } = spending.allowance.day;
  const over = [...byKey.values()].filter((causes) => limit !== null && byItself(causes) > limit);
  const { cost } = spending.total;
  return {
    bars,
    legend: partsOf(all).sort((one, other) => other.cost - one.cost),
    total: cost,
    perDay: days.length > 0 ? cost / days.length : 0,
    lines: linesFor(Math.max(...bars.map(({ total }) => total), 0)),
    over: limit === null ? null : over.length,
    from: dayLabel(days[0] ?? "", language),
    until: dayLabel(last, language),
  };
}

function partsOf(causes: Causes): Part[] {
  return PARTS.map(({ tone, word, causes: names }) => ({
    tone,
    word,
    cost: sum(causes, (cause) => names.includes(cause)),
  })).filter(({ cost }) => cost > 0);
}

function byItself(causes: Causes): number {
  return sum(causes, (cause) => BY_ITSELF.includes(cause));
}

function sum(causes: Causes, which: (cause: string) => boolean): number {
  return causes.reduce((all, { cause, cost }) => (which(cause) ? all + cost : all), 0);
}

/** Every date from the first to the last, also those on which nothing was spent. */
function everyDay({ from, until, zone }: Spending): string[] {
  const last = today(until - 1, zone);
  const days = [today(from, zone)];
  while ((days.at(-1) ?? last) < last) {
    const next = new Date(`${days.at(-1)}T12:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    days.push(next.toISOString().slice(0, 10));
  }
  return days;
}

function labels(key: string, nth: number, language: Language) {
  const month = key.length === 7;
  const at = noon(month ? `${key}-01` : key);
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(at);
  if (month) {
    const sub = nth === 0 || key.endsWith("-01") ? key.slice(0, 4) : null;
    return { label: say({ month: "short" }), sub, name: say({ month: "long", year: "numeric" }) };
  }
  const sub = nth === 0 || key.endsWith("-01") ? say({ month: "short" }) : null;
  return { label: String(Number(key.slice(8))), sub, name: dayLabel(key, language) };
}

function dayLabel(key: string, language: Language): string {
  if (key === "") return "";
  const options = { day: "numeric", month: "long", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language, options).format(noon(key));
}

const noon = (key: string) => Date.parse(`${key}T12:00:00Z`);

/** Zero and one or two round sums below the largest. */
export function linesFor(most: number): number[] {
  if (most <= 0) return [0];
  const dollars = most / NANO;
  const power = 10 ** Math.floor(Math.log10(dollars / 2));
  const step = [1, 2, 5, 10].map((times) => times * power).find((by) => dollars / by <= 2.5);
  const by = step ?? 10 * power;
  const count = Math.floor(dollars / by + 1e-9);
  return Array.from({ length: count + 1 }, (_, nth) => Math.round(nth * by * NANO));
}
