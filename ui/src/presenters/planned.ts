//! What the line of a day is drawn from: the gateway's rehearsal, sorted into its lanes. Pure.
import type { EstimatedCost } from "$lib/bindings/EstimatedCost";
import type { JobRow } from "$lib/bindings/JobRow";
import type { Language } from "$lib/bindings/Language";
import type { QuietTime } from "$lib/bindings/QuietTime";
import type { Rehearsed } from "$lib/bindings/Rehearsed";
import { t } from "$lib/words/words.svelte";
import { range } from "./beats";

export interface JobRun {
  /** The job. */
  id: string;
  name: string;
  at: number;
  /** It asks a model; else it is a reminder. */
  asks: boolean;
  /** Else it is left out, and `text` says why. */
  runs: boolean;
  text: string;
  cost: EstimatedCost | null;
}

export interface Planned {
  /** Check-ins that run. */
  beats: readonly number[];
  /** Check-ins that are left out. */
  left: readonly number[];
  jobs: readonly JobRun[];
  quiet: readonly QuietTime[];
  /** When the main conversation starts fresh. */
  resets: readonly number[];
}

export const NOTHING: Planned = { beats: [], left: [], jobs: [], quiet: [], resets: [] };

/** Puts what was rehearsed into its lanes. */
export function plannedOf(
  rehearsed: Rehearsed | null,
  rows: readonly JobRow[],
  quiet: readonly QuietTime[],
  resets: readonly number[],
): Planned {
  const beats = (rehearsed?.items ?? []).filter(({ kind }) => kind === "beat" || kind === "event");
  const times = (runs: boolean) => beats.filter((beat) => beat.runs === runs).map(({ at }) => at);
  return { beats: times(true), left: times(false), jobs: jobRuns(rehearsed, rows), quiet, resets };
}

/** The runs of jobs, with what each is called. */
export function jobRuns(rehearsed: Rehearsed | null, rows: readonly JobRow[]): JobRun[] {
  return (rehearsed?.items ?? [])
    .filter(({ kind }) => kind === "job")
    .map(({ at, reference, runs, text, cost }) => {
      const row = rows.find(({ id }) => id === reference);
      const name = row?.name ?? text;
      return { id: reference, name, at, asks: row?.kind === "agentTurn", runs, text, cost };
    });
}

/** “expected $0.40–0.45”, and what has no price. */
export function expected(rehearsed: Rehearsed, language: Language): string {
  const { cost, unpriced } = rehearsed;
  if (unpriced > 0 && cost.high === 0) return t("home-cost-unknown");
  const said =
    cost.high === 0
      ? t("home-cost-nothing")
      : t("home-expected", { cost: range(cost, language) ?? "" });
  return unpriced > 0 ? t("home-and-unpriced", { cost: said, count: unpriced }) : said;
}

/** The sum of some things: dollars, and how many have no price. */
export function sumOf(items: readonly { runs: boolean; cost: EstimatedCost | null }[]) {
  const paid = items.filter(({ runs }) => runs);
  const add = (side: "low" | "high") =>
    paid.reduce((sum, { cost }) => sum + (cost?.[side] ?? 0), 0);
  return {
    cost: { low: add("low"), high: add("high") },
    unpriced: paid.filter(({ cost }) => cost === null).length,
  };
}
