// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ApiError } from "./ApiError";
import type { ToolLine } from "./ToolLine";
import type { Topic } from "./Topic";
import type { TurnResult } from "./TurnResult";
import type { Waiting } from "./Waiting";

/**
 * What happened. Pieces of text carry no seq of their own: they are `{turnId, offset}`.
 */
export type Happening = { "kind": "messageWaiting",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * The message.
 */
message: Waiting, } | { "kind": "turnStarted",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * The turn.
 */
turnId: string,
/**
 * What it answers.
 */
inboxIds: Array<string>,
/**
 * When, ms.
 */
at: number, } | { "kind": "turnText",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * The turn.
 */
turnId: string,
/**
 * Where it begins, UTF-8 bytes.
 */
offset: number,
/**
 * The text.
 */
text: string, } | { "kind": "turnTool",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * The turn.
 */
turnId: string,
/**
 * The call; `output` is null while it runs.
 */
tool: ToolLine, } | { "kind": "turnEnded",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * The turn.
 */
turnId: string,
/**
 * What it answered.
 */
inboxIds: Array<string>,
/**
 * How.
 */
result: TurnResult, } | { "kind": "messagesSkipped",
/**
 * The conversation.
 */
sessionKey: string,
/**
 * Which.
 */
inboxIds: Array<string>,
/**
 * Why.
 */
problem: ApiError, } | { "kind": "changed",
/**
 * Which list.
 */
what: Topic,
/**
 * What in it, where that is known.
 */
reference: string | null, } | { "kind": "stopping", };
