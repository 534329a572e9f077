//! The 24-hour dial of the quiet hours: minutes of a day and places on a circle. Pure.
//!
//! Owns how hours are drawn, dragged and written. When a beat falls is the gateway's.

/** Minutes of a day. */
export const DAY = 1_440;
/** Neither the quiet nor the other hours are ever shorter, minutes. */
const LEAST = 15;

/** From the first quiet minute of the day until the first that is not. */
export interface Quiet {
  from: number;
  until: number;
}

export type Edge = keyof Quiet;

/** The hours in which beats run, as the settings have them. */
export interface Hours {
  start: string;
  end: string;
}

const mod = (minute: number) => ((minute % DAY) + DAY) % DAY;

/** `07:30` as minutes; null for what is no time of day. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2})[:.：](\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** Minutes as `07:30`. */
export function clockOf(minute: number): string {
  const whole = mod(Math.round(minute));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/** What is quiet where beats run in these hours; null = nothing. */
export function quietOf({ start, end }: Hours): Quiet | null {
  const [from, until] = [end === "24:00" ? 0 : (minutesOf(end) ?? 0), minutesOf(start) ?? 0];
  return from === until ? null : { from, until };
}

/** The hours in which beats run where this is quiet. */
export function hoursOf(quiet: Quiet | null): Hours {
  if (!quiet) return { start: "00:00", end: "24:00" };
  return { start: clockOf(quiet.until), end: quiet.from === 0 ? "24:00" : clockOf(quiet.from) };
}

/** How long it is quiet, minutes. */
export function lengthOf({ from, until }: Quiet): number {
  return mod(until - from);
}

/** It is as long as it can be. */
export function atMost(quiet: Quiet): boolean {
  return lengthOf(quiet) >= DAY - LEAST;
}

/** One edge put exactly there, as typed; at the other one it stays where it was. */
export function placed(quiet: Quiet, edge: Edge, to: number): Quiet {
  const next = { ...quiet, [edge]: mod(to) };
  const length = lengthOf(next);
  return length < LEAST || length > DAY - LEAST ? quiet : next;
}

/** One edge dragged elsewhere. It never passes the other: it stops before it. */
export function moved(quiet: Quiet, edge: Edge, to: number): Quiet {
  const minute = mod(to);
  const wanted = edge === "from" ? mod(quiet.until - minute) : mod(minute - quiet.from);
  const before = lengthOf(quiet);
  // From one end of the scale to the other means: past the other edge.
  const past = Math.abs(wanted - before) > DAY / 2;
  const clamped = Math.min(Math.max(wanted, LEAST), DAY - LEAST);
  const length = past ? (before > DAY / 2 ? DAY - LEAST : LEAST) : clamped;
  return edge === "from"
    ? { from: mod(quiet.until - length), until: quiet.until }
    : { from: quiet.from, until: mod(quiet.from + length) };
}

/** Both edges moved by so many minutes. */
export function shifted({ from, until }: Quiet, by: number): Quiet {
  return { from: mod(from + by), until: mod(until + by) };
}

const STEP = 15;
const FINE = 5;

/** To the next quarter of an hour; `fine`: to five minutes. */
export function snapped(minute: number, fine: boolean): number {
  const step = fine ? FINE : STEP;
  return mod(Math.round(minute / step) * step);
}

/** What a key does to an edge at `minute`; null = it means something else. */
export function keyed(key: string, minute: number, fine: boolean): number | null {
  const step = fine ? FINE : STEP;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return mod(minute + step);
    case "ArrowLeft":
    case "ArrowDown":
      return mod(minute - step);
    case "PageUp":
      return mod(minute + 60);
    case "PageDown":
      return mod(minute - 60);
    case "Home":
      return 0;
    case "End":
      return DAY - STEP;
    default:
      return null;
  }
}

/** The place of a minute on a circle around (0, 0), 00:00 on top, clockwise. */
export function place(minute: number, radius: number): { x: number; y: number } {
  const angle = (minute / DAY) * 2 * Math.PI;
  return { x: round(Math.sin(angle) * radius), y: round(-Math.cos(angle) * radius) };
}

/** The minute a place points at, seen from (0, 0). */
export function minuteAt(x: number, y: number): number {
  return mod((Math.atan2(x, -y) / (2 * Math.PI)) * DAY);
}

/** The band of the quiet hours as the path of a thick stroke. */
export function arc({ from, until }: Quiet, radius: number): string {
  const [begin, end] = [place(from, radius), place(until, radius)];
  const large = lengthOf({ from, until }) > DAY / 2 ? 1 : 0;
  return `M${begin.x} ${begin.y}A${radius} ${radius} 0 ${large} 1 ${end.x} ${end.y}`;
}

/** Strokes across the ring, one a minute given, as one path. */
export function strokes(minutes: readonly number[], inner: number, outer: number): string {
  return minutes
    .map((minute) => {
      const [begin, end] = [place(minute, inner), place(minute, outer)];
      return `M${begin.x} ${begin.y}L${end.x} ${end.y}`;
    })
    .join("");
}

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: number, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The minute of the day in a zone. */
export function minuteIn(at: number, zone: string): number {
  const { hour, minute } = parts(at, zone);
  return Number(hour) * 60 + Number(minute);
}

/** The beginning of the day in a zone, as a time of that zone. */
export function midnightIn(at: number, zone: string): string {
  const { year, month, day } = parts(at, zone);
  return `${year}-${month}-${day}T00:00`;
}

function round(value: number): number {
  // No minus zero: it would be written as such.
  return Math.round(value * 100) / 100 + 0;
}
