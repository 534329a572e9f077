//! The conversation as the window holds it: a page, then events. Pure.
//!
//! Owns the order of messages and what is running, waiting and not sent. Never asks anything: where
//! text is missing it says so (`gap`) and the store fetches it.
import type { ChatAttachment } from "$lib/bindings/ChatAttachment";
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { ChatPage } from "$lib/bindings/ChatPage";
import type { Event } from "$lib/bindings/Event";
import type { ToolLine } from "$lib/bindings/ToolLine";
import type { TurnResult } from "$lib/bindings/TurnResult";
import type { Waiting } from "$lib/bindings/Waiting";
import { spoken } from "$lib/presenters/attachments";

/** A message of the person that has no place in the transcript yet. */
export interface Outgoing {
  /** The inbox id once known. */
  inboxId: string | null;
  /** Ours, if this window sent it. */
  requestId: string | null;
  text: string;
  at: number;
  channel: string | null;
  state: "sending" | "waiting" | "unsent" | "skipped";
  problem: ApiError | null;
  /** The message it is said instead of: that one and what follows it go when its turn begins. */
  insteadOf: string | null;
  /** Files that go with it, while this window sends them. */
  files: readonly ChatAttachment[];
}

export interface Running {
  turnId: string;
  startedAt: number;
  text: string;
  /** UTF-8 bytes of `text`: where the next piece begins. */
  bytes: number;
  tools: ToolLine[];
  /** What it answers, until the transcript has it. */
  asked: Outgoing[];
  /** A piece was lost; text is to be fetched from `bytes` on. */
  gap: boolean;
}

export interface ChatState {
  epoch: string;
  seq: number;
  loaded: boolean;
  /** The conversation shown; null = the main one, whose key the first page tells. */
  sessionKey: string | null;
  /** Which stretch of it; null until the first page. */
  sessionId: string | null;
  messages: ChatMessage[];
  /** The place before the first message; null = there is nothing older. */
  older: string | null;
  running: Running | null;
  outgoing: Outgoing[];
  /** Inbox ids that a turn has taken, so that a late answer of `chat.send` adds nothing. */
  taken: string[];
}

export function emptyChat(sessionKey: string | null = null): ChatState {
  return {
    epoch: "",
    seq: 0,
    loaded: false,
    sessionKey,
    sessionId: null,
    messages: [],
    older: null,
    running: null,
    outgoing: [],
    taken: [],
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** A page is the truth for its seq; what events said after it is said again. */
export function withPage(state: ChatState, page: ChatPage, since: readonly Event[]): ChatState {
  const first = page.messages[0];
  const known = first ? state.messages.findIndex((message) => message.id === first.id) : -1;
  const before = known > 0 ? state.messages.slice(0, known) : [];
  const ours = state.outgoing.filter((row) => row.state !== "waiting" && !isIn(page.waiting, row));
  const next: ChatState = {
    ...state,
    epoch: page.epoch,
    seq: page.seq,
    loaded: true,
    sessionKey: page.sessionKey,
    sessionId: page.sessionId,
    messages: [...before, ...page.messages],
    older: known > 0 ? state.older : page.older,
    outgoing: [...page.waiting.map(waitingRow), ...ours],
    running: page.running && {
      turnId: page.running.turnId,
      startedAt: page.running.startedAt,
      text: page.running.text,
      bytes: page.running.offset,
      tools: page.running.tools,
      asked: [],
      gap: false,
    },
  };
  return since.reduce(withEvent, next);
}

/** A page of what came before. */
export function withOlder(state: ChatState, page: ChatPage): ChatState {
  const held = new Set(state.messages.map((message) => message.id));
  const fresh = page.messages.filter((message) => !held.has(message.id));
  return { ...state, messages: [...fresh, ...state.messages], older: page.older };
}

/** One event. Those the page already tells, and those of other conversations, change nothing. */
export function withEvent(state: ChatState, event: Event): ChatState {
  const { happening } = event;
  if (event.epoch !== state.epoch) return state;
  if (happening.kind === "changed" || happening.kind === "stopping") return atSeq(state, event);
  if (happening.sessionKey !== state.sessionKey) return state;
  if (happening.kind === "turnText") {
    return withText(state, happening.turnId, happening.offset, happening.text);
  }
  if (event.seq <= state.seq) return state;
  const next = atSeq(state, event);
  switch (happening.kind) {
    case "messageWaiting":
      return withWaiting(next, happening.message);
    case "turnStarted":
      return withTurn(next, happening.turnId, happening.inboxIds, happening.at);
    case "turnTool":
      return withTool(next, happening.turnId, happening.tool);
    case "turnEnded":
      return withEnd(next, happening.turnId, happening.inboxIds, happening.result);
    case "messagesSkipped":
      return withSkipped(next, happening.inboxIds, happening.problem);
  }
}

/** The person pressed Send: shown at once. */
export function withSending(
  state: ChatState,
  requestId: string,
  text: string,
  at: number,
  insteadOf: string | null = null,
  files: readonly ChatAttachment[] = [],
) {
  const row: Outgoing = {
    inboxId: null,
    requestId,
    text,
    at,
    channel: "desktop",
    state: "sending",
    problem: null,
    insteadOf,
    files,
  };
  return { ...state, outgoing: [...state.outgoing, row] };
}

/** `chat.send` answered: the message is durably stored. */
export function withSent(state: ChatState, requestId: string, inboxId: string): ChatState {
  const known = state.outgoing.some((row) => row.inboxId === inboxId);
  const gone = state.taken.includes(inboxId);
  const rows = state.outgoing.flatMap((row): Outgoing[] => {
    if (row.requestId !== requestId || row.inboxId !== null) return [row];
    return known || gone ? [] : [{ ...row, inboxId, state: "waiting", problem: null }];
  });
  return { ...state, outgoing: rows };
}

/** `chat.send` failed: the words stay, with the reason. */
export function withUnsent(state: ChatState, requestId: string, problem: ApiError): ChatState {
  const rows = state.outgoing.map((row) =>
    row.requestId === requestId && row.inboxId === null
      ? { ...row, state: "unsent" as const, problem }
      : row,
  );
  return { ...state, outgoing: rows };
}

/** The person tries again or gives up: the row goes. */
export function without(state: ChatState, row: Outgoing): ChatState {
  return { ...state, outgoing: state.outgoing.filter((held) => held !== row) };
}

/** Text fetched again, or a piece of the stream. */
export function withText(
  state: ChatState,
  turnId: string,
  offset: number,
  text: string,
): ChatState {
  const { running } = state;
  if (running?.turnId !== turnId) return state;
  if (offset > running.bytes) return { ...state, running: { ...running, gap: true } };
  const bytes = encoder.encode(text);
  const known = running.bytes - offset;
  if (known >= bytes.length) return state;
  const fresh = decoder.decode(bytes.subarray(known));
  const next = { ...running, text: running.text + fresh, bytes: offset + bytes.length, gap: false };
  return { ...state, running: next };
}

/** The message in which something was said; null = it is not loaded yet. */
export function placeOf(
  { messages, older }: ChatState,
  hit: { entryId: string; at: number },
): string | null {
  const exact = messages.find(({ id }) => id === hit.entryId);
  if (exact) return exact.id;
  const first = messages[0];
  // An answer of several entries is one message under the id of its first and the time of its last.
  if (older !== null && (!first || first.at > hit.at)) return null;
  return messages.find(({ at }) => at >= hit.at)?.id ?? messages.at(-1)?.id ?? null;
}

function atSeq(state: ChatState, event: Event): ChatState {
  return event.seq > state.seq ? { ...state, seq: event.seq } : state;
}

function waitingRow(message: Waiting): Outgoing {
  const { inboxId, text, at, channel, insteadOf } = message;
  const rest = { requestId: null, state: "waiting" as const, problem: null };
  return { ...rest, inboxId, text, at, channel, insteadOf, files: [] };
}

function isIn(waiting: readonly Waiting[], row: Outgoing): boolean {
  return row.inboxId !== null && waiting.some((message) => message.inboxId === row.inboxId);
}

/** The gateway names the files behind the words. */
function isSaid(row: Outgoing, text: string): boolean {
  return row.files.length === 0 ? row.text === text : row.text === spoken(text).words;
}

/** Our own message comes back as an event, often before the answer to `chat.send`. */
function withWaiting(state: ChatState, message: Waiting): ChatState {
  if (state.outgoing.some((row) => row.inboxId === message.inboxId)) return state;
  const ours = state.outgoing.findIndex(
    (row) => row.state === "sending" && row.inboxId === null && isSaid(row, message.text),
  );
  if (ours < 0 || message.channel !== "desktop") {
    return { ...state, outgoing: [...state.outgoing, waitingRow(message)] };
  }
  const rows = state.outgoing.map((row, index): Outgoing =>
    index === ours ? { ...waitingRow(message), requestId: row.requestId, at: row.at } : row,
  );
  return { ...state, outgoing: rows };
}

function withTurn(state: ChatState, turnId: string, inboxIds: string[], at: number): ChatState {
  const taken = (row: Outgoing) => row.inboxId !== null && inboxIds.includes(row.inboxId);
  return {
    ...state,
    messages: beforeThose(state.messages, state.outgoing.filter(taken)),
    taken: [...state.taken, ...inboxIds].slice(-200),
    outgoing: state.outgoing.filter((row) => !taken(row)),
    running: {
      turnId,
      startedAt: at,
      text: "",
      bytes: 0,
      tools: [],
      asked: state.outgoing.filter(taken),
      gap: false,
    },
  };
}

/** What stays when these are said: a message said instead of another goes back to before that. */
function beforeThose(messages: ChatMessage[], asked: readonly Outgoing[]): ChatMessage[] {
  const back = asked.map(({ insteadOf }) => messages.findIndex(({ id }) => id === insteadOf));
  const from = Math.max(-1, ...back);
  return from < 0 ? messages : messages.slice(0, from);
}

function withTool(state: ChatState, turnId: string, tool: ToolLine): ChatState {
  const { running } = state;
  if (running?.turnId !== turnId) return state;
  const known = running.tools.some((held) => held.id === tool.id);
  const tools = known
    ? running.tools.map((held) => (held.id === tool.id ? tool : held))
    : [...running.tools, tool];
  return { ...state, running: { ...running, tools } };
}

/** The ended turn stands as messages at once; the next page replaces them by the transcript's. */
function withEnd(
  state: ChatState,
  turnId: string,
  inboxIds: string[],
  result: TurnResult,
): ChatState {
  const running = state.running?.turnId === turnId ? state.running : null;
  const left = state.outgoing.filter((row) => !row.inboxId || !inboxIds.includes(row.inboxId));
  const asked = running?.asked ?? state.outgoing.filter((row) => !left.includes(row));
  const at = asked.at(-1)?.at ?? running?.startedAt ?? state.messages.at(-1)?.at ?? 0;
  const said = asked.map((row, index) => personMessage(row, turnId, index));
  const answer = answerMessage(turnId, at, result, running);
  return {
    ...state,
    taken: [...state.taken, ...inboxIds].slice(-200),
    outgoing: left,
    running: running ? null : state.running,
    messages: [...beforeThose(state.messages, asked), ...said, ...(answer ? [answer] : [])],
  };
}

function withSkipped(state: ChatState, inboxIds: string[], problem: ApiError): ChatState {
  const rows = state.outgoing.map((row) =>
    row.inboxId !== null && inboxIds.includes(row.inboxId)
      ? { ...row, state: "skipped" as const, problem }
      : row,
  );
  return { ...state, outgoing: rows };
}

const NOTHING = {
  usage: null,
  cost: null,
  model: null,
  practice: false,
  usageLine: null,
  again: false,
  stopped: false,
};

function personMessage(row: Outgoing, turnId: string, index: number): ChatMessage {
  const { text, at, channel } = row;
  const id = `${turnId}:person:${index}`;
  const again = row.insteadOf !== null;
  return {
    ...NOTHING,
    again,
    id,
    turnId,
    speaker: "person",
    at,
    text,
    channel,
    tools: [],
    problem: null,
  };
}

function answerMessage(
  turnId: string,
  at: number,
  result: TurnResult,
  running: Running | null,
): ChatMessage | null {
  const { outcome, reply, usage, cost, model, practice, usageLine, problem } = result;
  const stopped = outcome === "stopped";
  const text = reply || (outcome === "done" ? "" : (running?.text ?? ""));
  const tools = running?.tools ?? [];
  if (!text && !problem && !stopped && tools.length === 0) return null;
  const id = `${turnId}:agent`;
  const said = { usage, cost, model, practice, usageLine, again: false, stopped, problem };
  return { ...said, id, turnId, speaker: "agent", at, text, channel: null, tools };
}
