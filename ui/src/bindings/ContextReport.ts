// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { CompactionNow } from "./CompactionNow";
import type { EstimateNow } from "./EstimateNow";
import type { FileInPrompt } from "./FileInPrompt";
import type { Level } from "./Level";
import type { Marks } from "./Marks";
import type { Meter } from "./Meter";
import type { Part } from "./Part";
import type { PruningNow } from "./PruningNow";
import type { SystemPrompt } from "./SystemPrompt";
import type { Thresholds } from "./Thresholds";
import type { ToolsInPrompt } from "./ToolsInPrompt";

/**
 * What the next request of a conversation is made of. Names are the field's where it has them
 * (`systemPromptReport`, field-reference.md §10).
 */
export type ContextReport = {
/**
 * When it was made, ms.
 */
generatedAt: number,
/**
 * Session key.
 */
sessionKey: string,
/**
 * Session id; empty before the first message.
 */
sessionId: string,
/**
 * The agent.
 */
agentId: string,
/**
 * The next request goes to this provider.
 */
provider: string,
/**
 * And this model of it.
 */
model: string,
/**
 * The agent's folder.
 */
workspaceDir: string,
/**
 * Most characters of one file.
 */
bootstrapMaxChars: number,
/**
 * Most characters of all files.
 */
bootstrapTotalMaxChars: number,
/**
 * Window use: size of the next request, tokens.
 */
totalTokens: number,
/**
 * False where it is an estimate (shown with ≈).
 */
totalTokensFresh: boolean,
/**
 * The window or its cap, tokens.
 */
contextTokens: number,
/**
 * Of the window.
 */
percentUsed: number,
/**
 * Of the mark where compaction starts.
 */
meter: Meter,
/**
 * What is left of the window, tokens.
 */
freeTokens: number,
/**
 * The model's own window, tokens.
 */
modelWindow: number,
/**
 * Where things happen.
 */
marks: Marks,
/**
 * From where on it is long; `null` where it does not accumulate.
 */
thresholds: Thresholds | null,
/**
 * How long it is.
 */
level: Level,
/**
 * What a message of this length costs, nano-dollars; `null` = the price is unknown.
 */
messageCost: number | null,
/**
 * What it is made of; the tokens add up to `totalTokens`.
 */
parts: Array<Part>,
/**
 * The system prompt.
 */
systemPrompt: SystemPrompt,
/**
 * The agent's files.
 */
injectedWorkspaceFiles: Array<FileInPrompt>,
/**
 * The tools offered.
 */
tools: ToolsInPrompt,
/**
 * Old tool results that are trimmed for the request.
 */
pruning: PruningNow,
/**
 * What summing up now would come to; `null` = nothing is older than what stays.
 */
compaction: CompactionNow | null,
/**
 * Finished compactions.
 */
compactionCount: number,
/**
 * Prompt tokens of the last request that came from the provider's cache.
 */
cacheRead: number,
/**
 * Prompt tokens of the last request that were put into it.
 */
cacheWrite: number,
/**
 * How good the estimates are.
 */
estimate: EstimateNow, };
