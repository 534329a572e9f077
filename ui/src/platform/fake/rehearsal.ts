//! The rehearsal of the scripted home: its check-ins, jobs and quiet hours in one row of time.
import type { Rehearsed } from "$lib/bindings/Rehearsed";
import type { RehearsedItem } from "$lib/bindings/RehearsedItem";
import type { FakeBeats } from "./beats";
import type { FakeJobs } from "./jobs";

const HOUR = 3_600_000;

export function rehearsed(beats: FakeBeats, jobs: FakeJobs, from: number, hours = 24): Rehearsed {
  const until = from + hours * HOUR;
  const { skipped } = beats;
  const free = { low: 0, high: 0 };
  const edge = (at: number, kind: "quiet-begins" | "quiet-ends", text: string): RehearsedItem => ({
    at,
    kind,
    reference: "main",
    runs: true,
    text,
    cost: free,
  });
  const items: RehearsedItem[] = [
    ...beats.plan(undefined, undefined, undefined, hours).beats.map((at): RehearsedItem => ({
      at,
      kind: "beat",
      reference: "main",
      runs: skipped === null,
      text: skipped ? `Check-in, left out: ${skipped.message}` : "Check-in",
      cost: skipped ? free : { low: 0.0075, high: 0.009 },
    })),
    ...jobs.planned(from, until).map(({ at, row }): RehearsedItem => ({
      at,
      kind: "job",
      reference: row.id,
      runs: true,
      text: `“${row.name}” runs`,
      cost: row.kind === "agentTurn" ? { low: 0.014, high: 0.016 } : free,
    })),
    ...beats
      .quiet()
      .quiet.flatMap(({ from: begins, until: ends }) => [
        edge(begins, "quiet-begins", "Quiet hours begin"),
        edge(ends, "quiet-ends", "Quiet hours end"),
      ])
      .filter(({ at }) => at >= from && at < until),
  ].sort((one, other) => one.at - other.at);
  const works = items.filter(({ kind, runs }) => runs && (kind === "beat" || kind === "job"));
  const sum = (side: "low" | "high") =>
    works.reduce((total, { cost }) => total + (cost?.[side] ?? 0), 0);
  return {
    from,
    until,
    zone: beats.settings.zone,
    items,
    cut: false,
    runs: works.length,
    cost: { low: sum("low"), high: sum("high") },
    unpriced: 0,
    currency: "USD",
  };
}
