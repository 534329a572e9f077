//! A month as weeks of days, for the calendar of daily notes. Pure; a day is `YYYY-MM-DD`.
import type { Language } from "$lib/bindings/Language";

export interface MonthDay {
  day: string;
  /** Of the month. */
  number: number;
}

/** `YYYY-MM`. */
export type Month = string;

const pad = (value: number) => String(value).padStart(2, "0");
const date = (day: string) => new Date(`${day}T12:00:00Z`);

/** The day it is somewhere. Put together of its parts: no locale writes days so everywhere. */
export function today(now: number, zone: string): string {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => pad(Number(parts.get(type)));
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export function monthOf(day: string): Month {
  return day.slice(0, 7);
}

/** The month so many months later, or earlier. */
export function monthFrom(month: Month, steps: number): Month {
  const first = date(`${month}-01`);
  first.setUTCMonth(first.getUTCMonth() + steps);
  return `${first.getUTCFullYear()}-${pad(first.getUTCMonth() + 1)}`;
}

/** The day so many days later, or earlier. */
export function dayFrom(day: string, steps: number): string {
  const at = date(day);
  at.setUTCDate(at.getUTCDate() + steps);
  return at.toISOString().slice(0, 10);
}

/** Weeks from Monday; null where another month's days would stand. */
export function weeks(month: Month): (MonthDay | null)[][] {
  const first = date(`${month}-01`);
  const before = (first.getUTCDay() + 6) % 7;
  const cells: (MonthDay | null)[] = Array.from({ length: before }, () => null);
  for (let day = `${month}-01`; monthOf(day) === month; day = dayFrom(day, 1)) {
    cells.push({ day, number: Number(day.slice(8)) });
  }
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** `Mar`, with the year if it is not this one. */
export function monthName(month: Month, now: Month, language: Language): string {
  const same = month.slice(0, 4) === now.slice(0, 4);
  return new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    month: "short",
    year: same ? undefined : "numeric",
  }).format(date(`${month}-01`));
}

/** Names of the days of a week from Monday: short for the eye, long for the ear. */
export function weekdays(language: Language): { short: string; long: string }[] {
  const name = (day: number, weekday: "narrow" | "long") =>
    new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday }).format(date(`2024-01-0${day}`));
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    short: name(day, "narrow"),
    long: name(day, "long"),
  }));
}

/** `Thursday 11 March`, with the year if it is not this one. */
export function dayTitle(day: string, now: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    year: day.slice(0, 4) === now.slice(0, 4) ? undefined : "numeric",
  }).format(date(day));
}
