//! What the next message carries along: the stacked bar's parts, biggest first, and the finer lines
//! behind them (ui-guide §2, §8). Pure.
import type { ContextReport } from "$lib/bindings/ContextReport";
import type { PartKind } from "$lib/bindings/PartKind";
import type { WordKey } from "$lib/words/words.svelte";

/** The colours of the charts; each part keeps its own. */
export type Series = "tide" | "ochre" | "slate" | "clay" | "moss";

const GROUPS: Record<Series, { word: WordKey; kinds: readonly PartKind[] }> = {
  tide: {
    word: "window-chat-part-conversation",
    kinds: ["people", "agent", "tool-calls", "summary", "carryover", "pictures", "notes"],
  },
  ochre: { word: "window-part-tool-results", kinds: ["tool-results"] },
  slate: { word: "window-part-files", kinds: ["files"] },
  clay: { word: "window-part-tools", kinds: ["tools"] },
  moss: { word: "window-part-instructions", kinds: ["instructions"] },
};

const WORDS: Record<PartKind, WordKey> = {
  instructions: "window-part-instructions",
  files: "window-part-files",
  tools: "window-part-tools",
  summary: "window-part-summary",
  carryover: "window-part-carryover",
  people: "window-part-people",
  agent: "window-part-agent",
  "tool-calls": "window-part-tool-calls",
  "tool-results": "window-part-tool-results",
  pictures: "window-part-pictures",
  notes: "window-part-notes",
};

export interface PartLine {
  word: WordKey;
  tokens: number;
}

export interface PartGroup extends PartLine {
  series: Series;
  /** Of the mark where compaction starts, whole percent. */
  percent: number;
}

type Figures = Pick<ContextReport, "parts" | "meter">;

/** The parts of the bar, biggest first; what is empty is left out. */
export function partGroups({ parts, meter }: Figures): PartGroup[] {
  const sizeOf = (kinds: readonly PartKind[]) =>
    parts.filter(({ kind }) => kinds.includes(kind)).reduce((sum, part) => sum + part.tokens, 0);
  const whole = Math.max(meter.start, meter.used, 1);
  return (Object.keys(GROUPS) as Series[])
    .map((series): PartGroup => {
      const { word, kinds } = GROUPS[series];
      const tokens = sizeOf(kinds);
      return { series, word, tokens, percent: Math.round((tokens / whole) * 100) };
    })
    .filter(({ tokens }) => tokens > 0)
    .sort((a, b) => b.tokens - a.tokens);
}

/** Every part by itself, biggest first. */
export function partLines({ parts }: Pick<ContextReport, "parts">): PartLine[] {
  return parts
    .filter(({ tokens }) => tokens > 0)
    .map(({ kind, tokens }): PartLine => ({ word: WORDS[kind], tokens }))
    .sort((a, b) => b.tokens - a.tokens);
}

/** The files in it, biggest first. */
export function fileLines({
  injectedWorkspaceFiles,
}: Pick<ContextReport, "injectedWorkspaceFiles">): {
  name: string;
  tokens: number;
  cut: boolean;
}[] {
  return injectedWorkspaceFiles
    .filter(({ tokens }) => tokens > 0)
    .map(({ name, tokens, truncated }) => ({ name, tokens, cut: truncated }))
    .sort((a, b) => b.tokens - a.tokens);
}

/** Where notes are saved, in percent of the bar; null where they are not, or not before its end. */
export function flushMark({ marks }: Pick<ContextReport, "marks">): number | null {
  if (marks.flush === null || marks.compaction <= 0) return null;
  const percent = Math.round((marks.flush / marks.compaction) * 100);
  return percent > 0 && percent < 100 ? percent : null;
}
