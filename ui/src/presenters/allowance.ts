//! Today's money beside the allowance. Pure: sums and limits are the gateway's.
import type { Spending } from "$lib/bindings/Spending";
import type { WordKey } from "$lib/words/words.svelte";

export interface CostLine {
  key: string;
  word: WordKey;
  /** Its colour in the bar. */
  tone: "tide" | "ochre" | "slate" | "stone";
  cost: number;
  /** Of the limit, 0 to 100. */
  percent: number;
}

const WORDS: Record<string, { word: WordKey; tone: CostLine["tone"] }> = {
  heartbeat: { word: "home-cost-beats", tone: "tide" },
  job: { word: "home-cost-jobs", tone: "ochre" },
  flush: { word: "home-cost-notes", tone: "slate" },
  compaction: { word: "home-cost-notes", tone: "slate" },
  subagent: { word: "home-cost-others", tone: "stone" },
};

/** What runs by itself, dearest first; what people asked for counts towards no allowance. */
export function costLines({ rows, allowance }: Pick<Spending, "rows" | "allowance">) {
  const limit = allowance.day.limit ?? 0;
  const lines = new Map<WordKey, CostLine>();
  for (const { key, cost } of rows) {
    const known = WORDS[key];
    if (!known) continue;
    const before = lines.get(known.word)?.cost ?? 0;
    const sum = before + cost;
    const percent = limit > 0 ? Math.min(100, (sum / limit) * 100) : 0;
    lines.set(known.word, { key, ...known, cost: sum, percent });
  }
  const chats = rows.find(({ key }) => key === "chat")?.cost ?? 0;
  return { lines: [...lines.values()], chats };
}
