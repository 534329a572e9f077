//! A rehearsal as rows: what would have happened by a moment of the fast clock. Pure.
import type { JobRow } from "$lib/bindings/JobRow";
import type { Language } from "$lib/bindings/Language";
import type { Rehearsed } from "$lib/bindings/Rehearsed";
import type { RehearsedItem } from "$lib/bindings/RehearsedItem";
import { t } from "$lib/words/words.svelte";
import { range, sentences } from "./beats";
import { clockTime } from "./format";
import { expected, sumOf } from "./planned";

export interface RehearsedRow {
  key: string;
  /** The last of it, ms. */
  at: number;
  icon: "beat" | "ask" | "remind" | "note" | "fresh" | "quiet" | "left";
  name: string;
  says: string;
  /** It comes next. */
  next: boolean;
}

/** What would have happened until `played` (ms), newest first; above it what comes next. */
export function rehearsedRows(
  rehearsed: Rehearsed,
  jobs: readonly JobRow[],
  played: number,
  language: Language,
): RehearsedRow[] {
  const { items } = rehearsed;
  const over = items.filter(({ at }) => at <= played);
  const rows = grouped(over).map((group) => rowOf(group, jobs, language));
  const next = items[over.length];
  if (next) {
    const row = rowOf([next], jobs, language);
    rows.push({ ...row, key: "next", says: t("rehearse-next"), next: true });
  }
  return rows.reverse();
}

/** Check-ins in a row with the same end are one. */
function grouped(items: readonly RehearsedItem[]): RehearsedItem[][] {
  const groups: RehearsedItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const same = last?.[0];
    if (item.kind === "beat" && same?.kind === "beat" && same.text === item.text) last?.push(item);
    else groups.push([item]);
  }
  return groups;
}

function rowOf(
  group: readonly RehearsedItem[],
  jobs: readonly JobRow[],
  language: Language,
): RehearsedRow {
  const [first, last] = [group[0] as RehearsedItem, group.at(-1) as RehearsedItem];
  const row = (icon: RehearsedRow["icon"], name: string, says: string) => ({
    key: `${first.kind}:${first.reference}@${first.at}`,
    at: last.at,
    icon: first.runs ? icon : ("left" as const),
    name,
    says,
    next: false,
  });
  switch (first.kind) {
    case "beat":
      return row("beat", t("rehearse-beats", { count: group.length }), beatSays(group, language));
    case "event":
      return row("note", first.text, first.runs ? asking(first, language) : "");
    case "reset":
      return row("fresh", first.text, "");
    case "quiet-begins":
    case "quiet-ends":
    case "pause-ends":
      return row("quiet", first.text, "");
    case "job":
      return jobRow(first, jobs, row, language);
  }
}

function jobRow(
  item: RehearsedItem,
  jobs: readonly JobRow[],
  row: (icon: RehearsedRow["icon"], name: string, says: string) => RehearsedRow,
  language: Language,
): RehearsedRow {
  const job = jobs.find(({ id }) => id === item.reference);
  if (!item.runs || !job) return row("ask", job?.name ?? item.text, job ? item.text : "");
  if (job.kind === "agentTurn") return row("ask", job.name, asking(item, language));
  const key = job.kind === "systemEvent" ? "rehearse-notes" : "rehearse-reminds";
  return row("remind", job.name, t(key));
}

function beatSays(group: readonly RehearsedItem[], language: Language): string {
  const [first, last] = [group[0] as RehearsedItem, group.at(-1) as RehearsedItem];
  if (!first.runs) return first.text;
  if (group.length === 1) return asking(first, language);
  const told = { from: clockTime(first.at, language), until: clockTime(last.at, language) };
  const { cost } = sumOf([first]);
  const each = range(cost, language) ?? "";
  if (first.cost === null) return t("rehearse-each-unknown", told);
  if (cost.high === 0) return t("rehearse-each-free", told);
  return t("rehearse-each", { ...told, cost: each });
}

function asking({ cost }: RehearsedItem, language: Language): string {
  if (cost === null) return t("rehearse-asks-unknown");
  if (cost.high === 0) return t("rehearse-asks-free");
  return t("rehearse-asks", { cost: range(cost, language) ?? "" });
}

/** All of it in a sentence or two. */
export function rehearsedSum(rehearsed: Rehearsed, language: Language): string {
  const { items } = rehearsed;
  const count = (kind: RehearsedItem["kind"]) =>
    items.filter((item) => item.kind === kind && item.runs).length;
  const [beats, jobs, notes] = [count("beat"), count("job"), count("event")];
  const parts = [
    beats > 0 ? t("rehearse-sum-beats", { count: beats }) : "",
    jobs > 0 ? t("rehearse-sum-jobs", { count: jobs }) : "",
    notes > 0 ? t("rehearse-sum-notes", { count: notes }) : "",
  ].filter((part) => part !== "");
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(parts);
  const left = items.filter(({ runs }) => !runs).length;
  const quiet = items.find(({ kind }) => kind === "quiet-begins");
  const said = [
    parts.length > 0 ? t("rehearse-sum", { list }) : t("rehearse-sum-nothing"),
    left > 0 ? t("rehearse-sum-left", { count: left }) : "",
    rehearsed.cut ? t("rehearse-sum-cut") : "",
    quiet ? t("rehearse-sum-quiet", { time: clockTime(quiet.at, language) }) : "",
  ];
  return sentences(said, language);
}

/** “so far $0.21 of about $0.22”. */
export function soFar(rehearsed: Rehearsed, played: number, language: Language): string {
  if (rehearsed.cost.high === 0) return expected(rehearsed, language);
  const { cost } = sumOf(rehearsed.items.filter(({ at }) => at <= played));
  return t("rehearse-so-far", {
    spent: range(cost, language) ?? "",
    all: range(rehearsed.cost, language) ?? "",
  });
}
