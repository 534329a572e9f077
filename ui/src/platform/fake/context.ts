//! The context report of the scripted conversation: what its 78,000 tokens are made of.
import type { ContextReport } from "$lib/bindings/ContextReport";
import type { PartKind } from "$lib/bindings/PartKind";

export function context(sessionKey: string, now: number): ContextReport {
  const part = (kind: PartKind, count: number, tokens: number) => ({ kind, count, tokens });
  return {
    generatedAt: now,
    sessionKey,
    sessionId: "s1",
    agentId: "main",
    provider: "anthropic",
    model: "claude-haiku-4-5",
    workspaceDir: "/home/anna/.cove/workspace",
    bootstrapMaxChars: 20_000,
    bootstrapTotalMaxChars: 150_000,
    totalTokens: 78_000,
    totalTokensFresh: true,
    contextTokens: 200_000,
    percentUsed: 39,
    meter: { used: 78_000, start: 96_000, percent: 81 },
    freeTokens: 122_000,
    modelWindow: 200_000,
    marks: { window: 200_000, reserve: 104_000, flush: 92_000, compaction: 96_000 },
    thresholds: { warning: 75_000, critical: 100_000 },
    level: "long",
    messageCost: 12_000_000,
    parts: [
      part("instructions", 1, 400),
      part("files", 7, 8_600),
      part("tools", 6, 1_900),
      part("people", 64, 9_100),
      part("agent", 70, 24_000),
      part("tool-calls", 31, 3_000),
      part("tool-results", 31, 31_000),
    ],
    systemPrompt: {
      chars: 32_000,
      projectContextChars: 30_600,
      nonProjectContextChars: 1_400,
      tokens: 9_000,
    },
    injectedWorkspaceFiles: [],
    tools: { listChars: 700, schemaChars: 4_200, tokens: 1_900, entries: [] },
    pruning: { on: false, trimmed: 0, cleared: 0, freedTokens: 0 },
    compaction: { messages: 110, keptMessages: 24, tokens: 54_000 },
    compactionCount: 0,
    cacheRead: 71_000,
    cacheWrite: 900,
    estimate: {
      ratio: 1.04,
      samples: 70,
      error: { requests: 70, lastPermille: 6, meanPermille: 11, worstPermille: 38 },
    },
  };
}
