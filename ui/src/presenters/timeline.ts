//! The next 24 hours as one drawn line: places, marks in their order, labels that do not touch. Pure.
import type { Language } from "$lib/bindings/Language";
import { t } from "$lib/words/words.svelte";
import { range } from "./beats";
import { clockTime } from "./format";
import type { JobRun, Planned } from "./planned";
import { widthOf } from "./text-width";

const HOUR = 3_600_000;
/** So much of what is over is shown. */
const BEFORE = HOUR / 2;
const AFTER = 24 * HOUR;
/** The lanes' names stand here. */
const LEFT = 76;
const RIGHT = 12;
/** Narrower than this: half the labels of the hours, shorter names. */
const NARROW = 760;

export interface Mark {
  at: number;
  kind: "beat" | "job" | "reset" | "quiet";
  /** What is said of it. */
  text: string;
}

export interface Scale {
  from: number;
  until: number;
  width: number;
}

/** `ahead` ms from `now`, and a little of what is over. */
export function scaleOf(now: number, width: number, ahead = AFTER): Scale {
  return { from: now - BEFORE, until: now + ahead, width };
}

export function isNarrow({ width }: Scale): boolean {
  return width < NARROW;
}

/** Where a moment is, px from the left; kept on the line. */
export function across({ from, until, width }: Scale, at: number): number {
  const part = (Math.min(Math.max(at, from), until) - from) / (until - from);
  return Math.round((LEFT + part * (width - LEFT - RIGHT)) * 10) / 10;
}

export interface HourLabel {
  x: number;
  text: string;
  /** A new day begins. */
  day: boolean;
}

/** The hours of this computer's clock, every third or sixth; midnight as the day. */
export function hourLabels(scale: Scale, language: Language): HourLabel[] {
  const long = scale.until - scale.from > 14 * HOUR;
  const every = (long ? 3 : 2) * (isNarrow(scale) && long ? 2 : 1);
  const labels: HourLabel[] = [];
  const first = new Date(scale.from);
  first.setMinutes(0, 0, 0);
  // Hour by hour, so that a change of the clock moves no label off its hour.
  for (let at = first.getTime(); at < scale.until; at += HOUR) {
    const date = new Date(at);
    if (at < scale.from || date.getHours() % every !== 0) continue;
    const day = date.getHours() === 0;
    const text = day
      ? new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric" }).format(at)
      : clockTime(at, language);
    labels.push({ x: across(scale, at), text, day });
  }
  return labels.filter(
    ({ x }, nth) =>
      x > LEFT + 8 && x < scale.width - 24 && (nth === 0 || x - (labels[nth - 1]?.x ?? 0) > 40),
  );
}

/** Apart from each other, px. */
const APART = 8;

/** Where the label of now stands: it keeps inside the line. */
export function nowLabel(scale: Scale, at: number, text: string): { from: number; to: number } {
  const x = across(scale, at);
  const width = widthOf(text);
  const ends = x > scale.width - width - APART;
  const from = ends ? x + 4 - width : x - 4;
  return { from, to: from + width };
}

/** Where the label of a fresh start begins: over its line, beside the label of now. */
export function freshLabel(
  scale: Scale,
  at: number,
  text: string,
  taken: { from: number; to: number },
): number {
  const width = widthOf(text);
  const over = Math.min(across(scale, at) - width / 2, scale.width - width);
  if (over + width + APART <= taken.from || over >= taken.to + APART) return over;
  const behind = taken.to + APART;
  return behind + width <= scale.width ? behind : taken.from - APART - width;
}

/** Check-ins as one path of strokes. */
export function tickPath(scale: Scale, beats: readonly number[], top: number, bottom: number) {
  return beats.map((at) => `M${across(scale, at)} ${top}V${bottom}`).join("");
}

/** Everything ahead in its order, as the arrow keys walk it and a screen reader says it. */
export function marks(
  planned: Planned,
  now: number,
  language: Language,
  until = now + AFTER,
): Mark[] {
  const time = (at: number) => clockTime(at, language);
  const ahead = (at: number) => at >= now && at <= until;
  const all: Mark[] = [
    ...planned.beats
      .filter(ahead)
      .map((at): Mark => ({ at, kind: "beat", text: t("home-mark-beat", { time: time(at) }) })),
    ...planned.left
      .filter(ahead)
      .map((at): Mark => ({ at, kind: "beat", text: t("home-mark-left", { time: time(at) }) })),
    ...planned.jobs
      .filter(({ at }) => ahead(at))
      .map((run): Mark => ({ at: run.at, kind: "job", text: jobText(run, language) })),
    ...planned.resets
      .filter(ahead)
      .map((at): Mark => ({ at, kind: "reset", text: t("home-fresh", { time: time(at) }) })),
    ...planned.quiet
      .filter(({ from, until: ends }) => ends > now && from < until)
      .map(({ from, until: ends }): Mark => {
        const at = Math.max(from, now);
        const told = { from: time(from), until: time(ends) };
        return { at, kind: "quiet", text: t("home-mark-quiet", told) };
      }),
  ];
  return all.sort((one, other) => one.at - other.at);
}

function jobText({ name, at, runs, text, asks, cost }: JobRun, language: Language): string {
  const time = clockTime(at, language);
  if (!runs) return t("home-mark-job-left", { time, text });
  const price = range(cost, language);
  return asks && price !== null && cost?.high !== 0
    ? t("home-mark-job-cost", { name, time, cost: price })
    : t("home-mark-job", { name, time });
}

/** The same in a few sentences. */
export function summary(planned: Planned, now: number, language: Language): string[] {
  const all = marks(planned, now, language);
  const beats = planned.beats.filter((at) => at >= now && at <= now + AFTER);
  const first = beats[0];
  const left = planned.left.filter((at) => at >= now && at <= now + AFTER).length;
  const said = first
    ? t("home-beats-planned", { count: beats.length, time: clockTime(first, language) })
    : left > 0
      ? t("home-beats-left", { count: left })
      : t("home-no-beats");
  return [said, ...all.filter(({ kind }) => kind !== "beat").map(({ text }) => text)];
}

/** What comes next, in a sentence: the check-in, the job, or both. */
export function nextSaid(beat: number | null, job: JobRun | null, language: Language): string {
  const time = (at: number) => clockTime(at, language);
  if (beat !== null && job)
    return t("home-next-both", { time: time(beat), name: job.name, at: time(job.at) });
  if (beat !== null) return t("home-next", { time: time(beat) });
  return job ? t("home-next-job", { time: time(job.at), name: job.name }) : "";
}
