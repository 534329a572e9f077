//! The week of the schedule: which runs stand where. Pure; the runs are the gateway's.
import { localAt } from "./zones";

export interface Planned {
  id: string;
  name: string;
  asks: boolean;
  runs: number[];
}

export interface Block {
  id: string;
  name: string;
  asks: boolean;
  at: number;
  time: string;
  /** From the top of the day, pixels. */
  top: number;
  past: boolean;
}

export interface Day {
  /** `YYYY-MM-DD`. */
  date: string;
  blocks: Block[];
}

export interface Span {
  from: number;
  to: number;
}

/** Pixels an hour. */
export const HOUR_HEIGHT = 13;
/** Pixels from one name to the next. */
const STEP = 22;
/** More than this a day on average is hidden. */
const MOST_A_DAY = 4;
/** A run more than that in a week need not be asked for. */
export const MOST_A_WEEK = MOST_A_DAY * 7 + 1;
const DAY = 86_400_000;

/** The seven days, from Monday, of the week so many weeks from this one. */
export function weekOf(now: number, zone: string, ahead: number): string[] {
  const today = Date.parse(`${localAt(now, zone).date}T12:00:00Z`);
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY + ahead * 7 * DAY;
  return Array.from({ length: 7 }, (_, nth) =>
    new Date(monday + nth * DAY).toISOString().slice(0, 10),
  );
}

/** Repeats too often for a week. */
export function isHidden(planned: Planned): boolean {
  return planned.runs.length >= MOST_A_WEEK;
}

/** The hours that are drawn: 7 to 22, and more where something stands there. */
export function spanOf(planned: readonly Planned[], zone: string): Span {
  const hours = planned.flatMap(({ runs }) =>
    runs.map((at) => Number(localAt(at, zone).time.slice(0, 2))),
  );
  return { from: Math.min(7, ...hours), to: Math.max(22, ...hours.map((hour) => hour + 1)) };
}

/** The blocks of each day; equal times stack. */
export function weekBlocks(
  days: readonly string[],
  planned: readonly Planned[],
  span: Span,
  now: number,
  zone: string,
): Day[] {
  return days.map((date) => {
    const blocks = planned
      .flatMap(({ runs, ...job }) => runs.map((at) => ({ ...job, at, ...localAt(at, zone) })))
      .filter((block) => block.date === date)
      .sort((a, b) => a.at - b.at);
    let least = 0;
    return {
      date,
      blocks: blocks.map(({ id, name, asks, at, time }) => {
        const top = Math.max(least, heightOf(time, span));
        least = top + STEP;
        return { id, name, asks, at, time, top, past: at < now };
      }),
    };
  });
}

/** How far down a time stands. */
export function heightOf(time: string, span: Span): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return Math.round((hour + minute / 60 - span.from) * HOUR_HEIGHT);
}

/** How far down now stands; null where the grid does not reach. */
export function nowLine(time: string, span: Span): number | null {
  const top = heightOf(time, span);
  return top < 0 || top > (span.to - span.from) * HOUR_HEIGHT ? null : top;
}
