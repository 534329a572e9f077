//! Figures and times in words. Pure: language and now are handed in.
import type { Language } from "$lib/bindings/Language";
import { t } from "$lib/words/words.svelte";

const NANO = 1_000_000_000;

/** Nano-dollars: cents as `$0.25`, below one cent three decimals, nothing as the word for free. */
export function money(nano: number, language: Language): string {
  const dollars = nano / NANO;
  const small = dollars > 0 && dollars < 0.01;
  const shown = small ? Math.max(dollars, 0.001) : dollars;
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: small ? 3 : 2,
    maximumFractionDigits: small ? 3 : 2,
  }).format(shown);
}

/** `950`, `1.5k`, `78k`, `200k`, `1.0M`, as everywhere else; a fraction only where it says something. */
export function tokens(count: number, language: Language): string {
  const figure = (value: number, digits: number) =>
    new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  if (count < 1000) return figure(count, 0);
  if (count < 999_500) {
    const value = count / 1000;
    return t("window-thousand", { count: figure(value, value < 9.95 ? 1 : 0) });
  }
  return t("window-million", { count: figure(count / 1_000_000, 1) });
}

/** How long something took. */
export function duration(ms: number, language: Language): string {
  const seconds = ms / 1000;
  if (seconds >= 60) {
    const whole = Math.round(seconds);
    return t("window-minutes-seconds", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  }
  const count = new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(seconds);
  return t("window-seconds", { count });
}

/** The time of day, in this computer's zone or the one named. */
export function clockTime(at: number, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** A number that is the same for all moments of a local day. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}

/** Today, Yesterday, or the date; with the year if it is not this one. */
export function dayName(at: number, now: number, language: Language): string {
  if (dayOf(at) === dayOf(now)) return t("window-today");
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  if (dayOf(at) === dayOf(before.getTime())) return t("window-yesterday");
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: sameYear ? undefined : "numeric",
  }).format(at);
}

/** The time, with the day if it is not today. */
export function moment(at: number, now: number, language: Language): string {
  const time = clockTime(at, language);
  if (dayOf(at) === dayOf(now)) return time;
  return t("window-day-and-time", { day: dayName(at, now, language), time });
}
