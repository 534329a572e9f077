//! The context ring (ui-guide §8): of the mark where compaction starts, never above 100. Pure.
import type { SessionRow } from "$lib/bindings/SessionRow";

export type Fullness = "fine" | "getting" | "nearly";

export interface Ring {
  percent: number;
  fullness: Fullness;
  estimate: boolean;
  used: number;
  start: number;
  free: number;
  windowUsed: number;
  windowSize: number;
  windowPercent: number;
}

export function ringOf(row: SessionRow): Ring {
  const percent = Math.max(0, Math.min(100, Math.round(row.meter.percent)));
  return {
    percent,
    fullness: percent >= 95 ? "nearly" : percent >= 80 ? "getting" : "fine",
    estimate: !row.totalTokensFresh,
    used: row.meter.used,
    start: row.meter.start,
    free: Math.max(0, row.meter.start - row.meter.used),
    windowUsed: row.totalTokens,
    windowSize: row.contextTokens,
    windowPercent: row.percentUsed,
  };
}
