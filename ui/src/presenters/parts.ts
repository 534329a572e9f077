//! What the next message carries along, biggest first (ui-guide §8). Pure.
import type { ContextReport } from "$lib/bindings/ContextReport";
import type { PartKind } from "$lib/bindings/PartKind";
import type { WordKey } from "$lib/words/words.svelte";

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
/** More than these are one line together. */
const MOST = 5;

export interface PartLine {
  word: WordKey;
  tokens: number;
}

export function partLines({ parts }: Pick<ContextReport, "parts">): PartLine[] {
  const lines = parts
    .map(({ kind, tokens }): PartLine => ({ word: WORDS[kind], tokens }))
    .sort((a, b) => b.tokens - a.tokens);
  if (lines.length <= MOST) return lines;
  const others = lines.slice(MOST - 1).reduce((sum, line) => sum + line.tokens, 0);
  return [...lines.slice(0, MOST - 1), { word: "window-part-others", tokens: others }];
}
