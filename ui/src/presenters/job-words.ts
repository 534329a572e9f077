//! What became of a job and when it runs, in words. Pure: now, zone and language are handed in.
import type { JobHappened } from "$lib/bindings/JobHappened";
import type { JobRow } from "$lib/bindings/JobRow";
import type { Language } from "$lib/bindings/Language";
import type { EstimatedCost } from "$lib/bindings/EstimatedCost";
import type { StateName } from "$lib/components/StateIcon.svelte";
import { t } from "$lib/words/words.svelte";
import { money } from "./format";
import { localAt } from "./zones";

export interface Result {
  state: StateName;
  text: string;
  /** Why, in the gateway's words. */
  why: string | null;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Later than this is said, ms. */
const LATE = 2 * MINUTE;
const NANO = 1_000_000_000;

/** What stands in the list: what keeps it from running, or what became of it last. */
export function resultOf(row: JobRow): Result {
  const [mistake] = row.mistakes;
  if (mistake) {
    const why = mistake.hint
      ? t("window-problem-hint", { message: mistake.text, hint: mistake.hint })
      : mistake.text;
    return { state: "failed", text: t("plan-cannot-run"), why };
  }
  if (row.hold) return { state: "paused", text: t("plan-paused"), why: row.hold.reason.text };
  if (row.running) return { state: "running", text: t("plan-running"), why: null };
  if (row.needsTest) {
    return { state: "waiting", text: t("plan-needs-test"), why: t("plan-needs-test-why") };
  }
  return row.last ? happened(row.last) : { state: "not-yet", text: t("plan-not-yet"), why: null };
}

/** Run and delivery are two states, said as one. */
export function happened(last: JobHappened): Result {
  const why = last.reason?.text ?? null;
  const said = (state: StateName, text: string): Result => ({ state, text, why });
  switch (last.state) {
    case "queued":
      return said("waiting", t("plan-queued"));
    case "running":
      return said("running", t("plan-running"));
    case "done":
      return said(...delivered(last));
    case "quiet":
      return said("quiet", t("plan-quiet"));
    case "failed":
      return said("failed", t("plan-failed"));
    case "missed":
      return said("skipped", t("plan-missed"));
    case "skipped":
      return said("skipped", t("plan-skipped"));
    case "interrupted":
      return said("failed", t("plan-interrupted"));
    default:
      return said("unknown", t("plan-unknown"));
  }
}

function delivered({ delivery, lateMs }: JobHappened): [StateName, string] {
  switch (delivery) {
    case "sent": {
      const minutes = Math.round(lateMs / MINUTE);
      return ["done", lateMs > LATE ? t("plan-delivered-late", { minutes }) : t("plan-delivered")];
    }
    case "pending":
      return ["waiting", t("plan-on-its-way")];
    case "failed":
      return ["failed", t("plan-not-delivered")];
    case "unknown":
      return ["unknown", t("plan-delivery-unknown")];
    default:
      return ["done", t("plan-done")];
  }
}

/** “Today 15:00”, “Sat 13 Mar 09:00”, in a zone. */
export function dayAndTime(at: number, now: number, zone: string, language: Language): string {
  return t("window-day-and-time", {
    day: dayName(at, now, zone, language),
    time: localAt(at, zone).time,
  });
}

/** Yesterday, Today, Tomorrow, or the short date; with the year if it is another. */
export function dayName(at: number, now: number, zone: string, language: Language): string {
  const { date } = localAt(at, zone);
  if (date === localAt(now, zone).date) return t("window-today");
  if (date === localAt(now + DAY, zone).date) return t("plan-tomorrow");
  if (date === localAt(now - DAY, zone).date) return t("window-yesterday");
  return shortDay(at, now, zone, language);
}

/** “Thu 11 Mar”; with the year if it is another. */
export function shortDay(at: number, now: number, zone: string, language: Language): string {
  const same = localAt(at, zone).date.slice(0, 4) === localAt(now, zone).date.slice(0, 4);
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: same ? undefined : "numeric",
  })
    .format(at)
    .replace(",", "");
}

/** A range of dollars: `$0.74–$0.92`, one figure where both are the same, the word where free. */
export function range(cost: EstimatedCost, language: Language): string {
  const [low, high] = [cost.low, cost.high].map((dollars) => money(dollars * NANO, language));
  if (cost.high === 0) return t("plan-free");
  return low === high ? (low ?? "") : t("plan-range", { low: low ?? "", high: high ?? "" });
}

/** What it cost in the last 30 days; a reminder is free. */
export function costOf(row: JobRow, language: Language): string {
  return row.kind === "notify" ? t("plan-free") : money(row.cost, language);
}

/** Names of the week's days, 0 = Sunday. */
export function weekdayName(day: number, language: Language, width: "short" | "long"): string {
  // 4 January 1970 was a Sunday.
  const at = (day + 3) * DAY;
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: "UTC" }).format(at);
}
