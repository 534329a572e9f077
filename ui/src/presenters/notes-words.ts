//! What is said of a note: its weight and price, its changes, what an empty one is for. Pure.
import type { AboutText } from "$lib/bindings/AboutText";
import type { ChangeRow } from "$lib/bindings/ChangeRow";
import type { Language } from "$lib/bindings/Language";
import { t, type WordKey } from "$lib/words/words.svelte";
import { clockTime, dayOf, money, tokens } from "./format";
import { dayIn } from "./notes-files";

const whole = (count: number) => t("notes-tokens", { count });

/** Small prices are worth their digits: `$0.0013`, where the books say `$0.001`. */
export function smallMoney(nano: number, language: Language): string {
  const dollars = nano / 1_000_000_000;
  if (nano === 0) return t("window-free");
  if (dollars >= 0.01) return money(nano, language);
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  }).format(Math.max(dollars, 0.0001));
}

/** “1,284 tokens, $0.0013 each time Wren reads it”. */
export function weight(about: AboutText, name: string, language: Language): string {
  const count = whole(about.tokens);
  if (about.tokens === 0) return count;
  if (about.read === "opened") return t("notes-weight-opened", { tokens: count, name });
  const checkIn = about.read === "check-ins";
  if (about.readCost === null)
    return t(checkIn ? "notes-weight-check-in-unknown" : "notes-weight-unknown", {
      tokens: count,
    });
  const cost = smallMoney(about.readCost, language);
  if (checkIn) return t("notes-weight-check-in", { tokens: count, cost });
  return t("notes-weight", { tokens: count, cost, name });
}

/** What stands behind the weight: check-ins of a day, and how much of a long note is read. */
export function weightMore(about: AboutText, language: Language): string {
  const said: string[] = [];
  if (about.read === "messages") said.push(t("notes-weight-messages"));
  if (about.checkIns > 0 && about.dayCost !== null)
    said.push(
      t("notes-weight-day", {
        count: about.checkIns,
        cost: smallMoney(about.dayCost, language),
      }),
    );
  if (about.cutAt !== null)
    said.push(t("notes-weight-part", { tokens: tokens(about.readTokens, language) }));
  return said.join(" ");
}

/** What a change did, in a few words. */
export function changeWords(row: ChangeRow): string {
  if (row.gone) return t("notes-change-gone");
  if (row.broughtBack !== null) return t("notes-change-back");
  if (row.before === null) return t("notes-change-made");
  const { added, removed } = row;
  if (added === null || removed === null || (added === 0 && removed === 0))
    return t("notes-change-some");
  if (removed === 0) return t("notes-change-added", { count: added });
  if (added === 0) return t("notes-change-removed", { count: removed });
  if (added === removed) return t("notes-change-changed", { count: added });
  return t("notes-change-both", { added, removed });
}

/** What an empty note is for. */
export function emptyWords(path: string): WordKey {
  if (path === "HEARTBEAT.md") return "notes-empty-heartbeat";
  if (path === "TODO.md") return "notes-empty-todo";
  if (path === "MEMORY.md") return "notes-empty-memory";
  return dayIn(path) === null ? "notes-empty-other" : "notes-empty-day";
}

/** `Today 13:31`, `Wed, Mar 10, 21:40`; with the year if it is not this one. */
export function changeTime(at: number, now: number, language: Language): string {
  const time = clockTime(at, language);
  if (dayOf(at) === dayOf(now)) return t("window-day-and-time", { day: t("window-today"), time });
  const same = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day = new Intl.DateTimeFormat(language, {
    weekday: same ? "short" : undefined,
    day: "numeric",
    month: "short",
    year: same ? undefined : "numeric",
  }).format(at);
  return t("window-day-and-time", { day, time });
}
