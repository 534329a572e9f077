//! What happened while nobody looked, in a few lines. Pure.
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import type { Undo } from "$lib/bindings/Undo";
import type { StateName } from "$lib/components/StateIcon.svelte";
import { t } from "$lib/words/words.svelte";

export interface AwayRow {
  id: string;
  state: StateName;
  text: string;
  /** How often, where more than once. */
  count: number;
  /** The newest of them, ms. */
  at: number;
  reason: string | null;
  undo: Undo | null;
}

/** What a person did by hand, or what the check-ins' own list says better. */
const LEFT_OUT = new Set([
  "config",
  "hold",
  "secret",
  "pairing",
  "file",
  "allowance",
  "heartbeat",
  "event",
  "session",
  "backup",
]);
const STATES: Record<string, StateName> = {
  done: "done",
  sent: "wrote",
  quiet: "quiet",
  failed: "failed",
  refused: "failed",
  skipped: "skipped",
  missed: "skipped",
  stopped: "skipped",
  unknown: "unknown",
  "set-aside": "waiting",
};
const MOST = 8;

/** The newest last look at most `MOST` lines; the same thing several times is one. */
export function awayRows(
  since: number,
  activity: readonly ActivityRow[],
  beats: readonly BeatDecision[],
): AwayRow[] {
  const rows = new Map<string, AwayRow>();
  const add = (key: string, row: Omit<AwayRow, "count">) => {
    const found = rows.get(key);
    if (found) rows.set(key, { ...found, count: found.count + 1, undo: null });
    else rows.set(key, { ...row, count: 1 });
  };
  for (const { id, at, kind, outcome, text, reason, undo } of activity) {
    if (at < since || LEFT_OUT.has(kind)) continue;
    const state = STATES[outcome] ?? "done";
    add(`${kind} ${outcome} ${text} ${reason}`, { id, state, text, at, reason, undo });
  }
  return [...beatRows(since, beats), ...rows.values()]
    .sort((one, other) => other.at - one.at)
    .slice(0, MOST);
}

function beatRows(since: number, beats: readonly BeatDecision[]): AwayRow[] {
  const kinds = new Map<string, { first: BeatDecision["beat"]; count: number }>();
  for (const { beat } of beats) {
    if (beat.startedAt < since || beat.outcome === "running") continue;
    const calm = beat.outcome === "ok" || beat.outcome === "duplicate";
    const key = calm ? "ok" : `${beat.outcome} ${beat.reason?.code ?? beat.text ?? ""}`;
    const found = kinds.get(key);
    if (found) found.count += 1;
    else kinds.set(key, { first: beat, count: 1 });
  }
  return [...kinds.values()].map(({ first, count }): AwayRow => {
    const row = { id: first.id, at: first.startedAt, count: 1, reason: null, undo: null };
    const why = first.reason?.message ?? "";
    switch (first.outcome) {
      case "ok":
      case "duplicate":
        return { ...row, state: "done", text: t("home-away-ok", { count }) };
      case "said":
        return { ...row, state: "wrote", text: t("beats-said", { text: first.text ?? "" }) };
      case "failed":
        return { ...row, state: "failed", text: t("home-away-failed", { count, why }) };
      default:
        return { ...row, state: "skipped", text: t("home-away-skipped", { count, why }) };
    }
  });
}
