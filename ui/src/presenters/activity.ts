//! What happened or did not, day by day. Pure: sentences, costs and outcomes are the gateway's.
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { Language } from "$lib/bindings/Language";
import type { Undo } from "$lib/bindings/Undo";
import type { StateName } from "$lib/components/StateIcon.svelte";
import { t, type WordKey } from "$lib/words/words.svelte";
import { clockTime, dayName, dayOf } from "./format";
import { sentences } from "./beats";

/** One line of the list. */
export interface ActRow {
  id: string;
  at: number;
  state: StateName;
  /** What it is about, in a word or two. */
  who: string;
  text: string;
  /** Why it did not happen, and what a provider said of it. */
  reason: string | null;
  undo: Undo | null;
  /** Nano-dollars; null = it asked no model, or none whose price is known. */
  cost: number | null;
  /** The rows this one stands for; itself is no row of the gateway then. */
  folded: ActRow[];
}

export interface ActDay {
  key: number;
  name: string;
  rows: ActRow[];
}

const WHO: Record<string, WordKey> = {
  turn: "act-who-talk",
  message: "act-who-message",
  delivery: "act-who-delivery",
  pairing: "act-who-people",
  config: "act-who-settings",
  file: "act-who-notes",
  channel: "act-who-channel",
  hold: "act-who-pause",
  secret: "act-who-keys",
  recovery: "act-who-health",
  health: "act-who-health",
  backup: "act-who-backup",
  flush: "act-who-saving",
  compaction: "act-who-saving",
  reset: "act-who-talk",
  session: "act-who-talk",
  allowance: "act-who-allowance",
  job: "act-who-job",
  heartbeat: "act-who-beat",
  event: "act-who-event",
};

/** What has no entry is done. */
const STATES: Record<string, StateName> = {
  quiet: "quiet",
  duplicate: "quiet",
  said: "wrote",
  failed: "failed",
  refused: "failed",
  skipped: "skipped",
  missed: "skipped",
  stopped: "skipped",
  interrupted: "skipped",
  expired: "skipped",
  dismissed: "skipped",
  paused: "paused",
  used: "paused",
  "set-aside": "waiting",
  asked: "waiting",
  unknown: "unknown",
};

/** Days, newest first, each with its rows; check-ins in a row that say the same are one. */
export function activityDays(
  activity: readonly ActivityRow[],
  now: number,
  language: Language,
): ActDay[] {
  const days = new Map<number, ActivityRow[]>();
  for (const row of activity) {
    const day = dayOf(row.at);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([key, rows]) => ({
    key,
    name: dayName(rows[0]?.at ?? now, now, language),
    rows: folded(rows, language),
  }));
}

/** What a check-in that may be folded says; null = it stands alone. */
function alike({ kind, outcome, code, undo }: ActivityRow): string | null {
  const plain = outcome === "ok" || outcome === "duplicate" || outcome === "skipped";
  return kind === "heartbeat" && plain && !undo ? `${outcome} ${code}` : null;
}

function folded(activity: readonly ActivityRow[], language: Language): ActRow[] {
  const runs: ActivityRow[][] = [];
  /** The run that the next check-in may join. */
  let open = null as { says: string; run: ActivityRow[] } | null;
  for (const row of activity) {
    const says = alike(row);
    if (says !== null && open?.says === says) {
      open.run.push(row);
      continue;
    }
    const run = [row];
    runs.push(run);
    if (row.kind === "heartbeat") open = says === null ? null : { says, run };
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (!first) return [];
    return run.length > 1 ? [together(first, run, language)] : [single(first, language)];
  });
}

function together(first: ActivityRow, run: readonly ActivityRow[], language: Language): ActRow {
  const rows = run.map((row) => single(row, language));
  const costs = rows.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const from = clockTime(run.at(-1)?.at ?? first.at, language);
  const until = clockTime(first.at, language);
  const span = { count: run.length, from, until };
  const done = first.outcome !== "skipped";
  return {
    ...single(first, language),
    id: `${first.id}+`,
    who: t("act-beats", { count: run.length }),
    text: t(done ? "act-beats-ok" : "act-beats-skipped", span),
    cost: costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : null,
    folded: rows,
  };
}

function single(row: ActivityRow, language: Language): ActRow {
  const { id, at, kind, outcome, undo } = row;
  const said = row.said ? plain(row.said) : null;
  const word = WHO[kind];
  return {
    id,
    at,
    state: STATES[outcome] ?? "done",
    who: word ? t(word) : kind,
    text: said ? t("act-wrote", { text: said }) : row.text,
    reason: sentences([row.reason ?? "", row.detail ?? ""], language) || null,
    undo,
    cost: row.cost ?? null,
    folded: [],
  };
}

const SHOWN = 160;

function plain(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    .replace(/[*_`#]+/g, "")
    .trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1)}…`;
}
