//! The jobs on the line of a day: dots that stack, names that do not touch. Pure.
import type { Language } from "$lib/bindings/Language";
import { t } from "$lib/words/words.svelte";
import { clockTime } from "./format";
import type { JobRun } from "./planned";
import { widthOf } from "./text-width";
import { across, type Scale } from "./timeline";

/** Runs more often than that on the line: rings with one name for all. */
const OFTEN = 2;
/** Runs more often than that: strokes, which is all the room there is. */
const CROWDED = 30;
/** Names are kept apart by this, px. */
const APART = 8;
/** Dots closer than this stand under each other, px. */
const TOUCH = 8;
const STACK = 13;
/** Letters of a name that are shown, and on a narrow line. */
const LONG = 26;
const SHORT = 14;

export interface Dot {
  key: string;
  x: number;
  /** From the lane's middle, px. */
  drop: number;
  look: "named" | "ring" | "stroke";
  asks: boolean;
  /** It is over, or left out. */
  faint: boolean;
}

export interface Name {
  key: string;
  name: string;
  time: string;
  /** So many runs before it have no room for their names. */
  hidden: number;
  /** Of its dot. */
  x: number;
  /** Where the text begins, or ends with `end`. */
  at: number;
  end: boolean;
  /** 1 stands above the lane, 2 above that; 0 under it. */
  row: 0 | 1 | 2;
  asks: boolean;
  faint: boolean;
}

interface Box {
  from: number;
  to: number;
}

export function dots(runs: readonly JobRun[], scale: Scale, now: number): Dot[] {
  const shown = inside(runs, scale);
  const counts = countsOf(shown);
  const placed: Dot[] = [];
  for (const run of shown) {
    const x = across(scale, run.at);
    const count = counts.get(run.id) ?? 0;
    const look = count > CROWDED ? "stroke" : count > OFTEN ? "ring" : "named";
    const under = placed.filter((dot) => dot.look !== "stroke" && Math.abs(dot.x - x) < TOUCH);
    placed.push({
      key: `${run.id}@${run.at}`,
      x,
      drop: look === "stroke" ? 0 : Math.min(under.length, 2) * STACK,
      look,
      asks: run.asks,
      faint: run.at < now || !run.runs,
    });
  }
  return placed;
}

/** Names of single runs above the lane; of what repeats, once, under it. */
export function names(
  runs: readonly JobRun[],
  scale: Scale,
  now: number,
  language: Language,
  narrow: boolean,
): Name[] {
  const ahead = inside(runs, scale).filter(({ at }) => at >= now);
  const counts = countsOf(inside(runs, scale));
  const shorten = (name: string) => cut(name, narrow ? SHORT : LONG);
  const single = ahead.filter(({ id }) => (counts.get(id) ?? 0) <= OFTEN);
  const found: Name[] = [];
  const rows: Record<1 | 2, Box[]> = { 1: [], 2: [] };
  // From the right, so that a stem to the upper row never goes through a name of the lower one.
  for (const run of single.toReversed()) {
    const x = across(scale, run.at);
    const name = shorten(run.name);
    const time = clockTime(run.at, language);
    const bare = widthOf(`${name} ${time}`);
    // Room for the count of those that find none.
    const width = bare + widthOf(" +9");
    const end = x - 4 + bare > scale.width;
    const low = nudged(rows[2], x);
    const box = (left: number) =>
      end ? { from: x + 4 - width, to: x + 4 } : { from: left, to: left + width };
    const row = fits(rows[1], box(low))
      ? 1
      : stemFree(rows[1], x) && fits(rows[2], box(x - 4))
        ? 2
        : 0;
    if (row === 0) {
      const last = found.at(-1);
      if (last) last.hidden += 1;
      continue;
    }
    const at = box(row === 1 ? low : x - 4);
    rows[row].push(at);
    found.push({
      key: `${run.id}@${run.at}`,
      name,
      time,
      hidden: 0,
      x,
      at: end ? at.to : at.from,
      end,
      row,
      asks: run.asks,
      faint: !run.runs,
    });
  }
  return [...found.reverse(), ...repeated(ahead, counts, scale, shorten)];
}

function repeated(
  ahead: readonly JobRun[],
  counts: ReadonlyMap<string, number>,
  scale: Scale,
  shorten: (name: string) => string,
): Name[] {
  const taken: Box[] = [];
  const found: Name[] = [];
  const stacked = dots(ahead, scale, 0).filter(({ drop }) => drop > 0);
  for (const [id, count] of counts) {
    const of = ahead.filter((run) => run.id === id);
    const [first] = of;
    if (!first || count <= OFTEN) continue;
    const time = t("home-times", { count: of.length });
    const width = widthOf(`${shorten(first.name)} ${time}`);
    const free = of
      .map(({ at }) => across(scale, at) - 4)
      .find(
        (from) =>
          from + width < scale.width &&
          fits(taken, { from, to: from + width }) &&
          stacked.every(({ x }) => x + TOUCH < from || x - TOUCH > from + width),
      );
    if (free === undefined) continue;
    taken.push({ from: free, to: free + width });
    found.push({
      key: id,
      name: shorten(first.name),
      time,
      hidden: 0,
      x: free + 4,
      at: free,
      end: false,
      row: 0,
      asks: first.asks,
      faint: false,
    });
  }
  return found;
}

function inside(runs: readonly JobRun[], { from, until }: Scale): JobRun[] {
  return runs.filter(({ at }) => at >= from && at < until);
}

function countsOf(runs: readonly JobRun[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of runs) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function cut(name: string, most: number): string {
  const letters = [...name];
  return letters.length <= most
    ? name
    : `${letters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

function fits(taken: readonly Box[], { from, to }: Box): boolean {
  return taken.every((box) => to + APART < box.from || from - APART > box.to);
}

/** No name of the row stands where a stem goes up. */
function stemFree(row: readonly Box[], x: number): boolean {
  return row.every(({ from, to }) => x < from - 1 || x > to + 1);
}

/** A name under a stem of the same moment begins beside it. */
function nudged(upper: readonly Box[], x: number): number {
  return upper.some(({ from }) => Math.abs(from + 4 - x) < 4) ? x + 5 : x - 4;
}
