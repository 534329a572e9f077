//! The rows of the conversation on screen: messages, marks for new days, the running turn, what
//! waits. Pure; keys stay the same while a turn streams, ends and is read again.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { ToolLine } from "$lib/bindings/ToolLine";
import type { ChatState, Outgoing, Running } from "$lib/stores/chat-state";
import { dayOf } from "./format";

export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "person"; key: string; id: string; said: Said }
  | { kind: "note"; key: string; id: string; text: string; at: number }
  | { kind: "agent"; key: string; id: string; answer: Answer }
  | { kind: "outgoing"; key: string; row: Outgoing };

/** What a person said. */
export interface Said {
  /** The message that can be said anew; null while it has no place in the transcript. */
  id: string | null;
  text: string;
  at: number;
  channel: string | null;
  /** It was said anew. */
  again: boolean;
}

export interface Answer {
  text: string;
  tools: ToolLine[];
  running: boolean;
  at: number;
  cost: number | null;
  practice: boolean;
  /** The line of usage the conversation asks for, from the gateway. */
  usageLine: string | null;
  stopped: boolean;
  problem: ApiError | null;
  /** What it answers; null where the page does not reach back so far. */
  asked: Said | null;
}

export function chatRows(state: ChatState): Row[] {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  let day = 0;
  let asked: Said | null = null;
  const mark = (at: number) => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    rows.push({ kind: "day", key: `day/${day}`, at });
  };
  const keyOf = (turnId: string | null, speaker: string, id: string) => {
    if (!turnId) return id;
    const name = `${turnId}/${speaker}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return `${name}/${nth}`;
  };
  for (const message of state.messages) {
    mark(message.at);
    const key = keyOf(message.turnId, message.speaker, message.id);
    if (message.speaker === "person") asked = saidIn(message);
    rows.push(messageRow(message, key, asked));
  }
  const { running } = state;
  if (running) {
    mark(running.asked[0]?.at ?? running.startedAt);
    for (const { text, at, channel, insteadOf } of running.asked) {
      const key = keyOf(running.turnId, "person", running.turnId);
      asked = { id: null, text, at, channel, again: insteadOf !== null };
      rows.push({ kind: "person", key, id: key, said: asked });
    }
    const key = keyOf(running.turnId, "agent", running.turnId);
    rows.push({ kind: "agent", key, id: key, answer: runningAnswer(running, asked) });
  }
  for (const row of state.outgoing) {
    rows.push({ kind: "outgoing", key: `out/${row.requestId ?? row.inboxId ?? row.at}`, row });
  }
  return rows;
}

/** A command, and what was only just said, have no entry that could be said anew. */
function saidIn({ id, turnId, text, at, channel, again }: ChatMessage): Said {
  const entry =
    turnId === null ||
    !(turnId.startsWith("command:") || id.startsWith(turnId) || turnId.endsWith(`:${id}`));
  return { id: entry ? id : null, text, at, channel, again };
}

function messageRow(message: ChatMessage, key: string, asked: Said | null): Row {
  const { id, text, at } = message;
  if (message.speaker === "person") return { kind: "person", key, id, said: saidIn(message) };
  if (message.speaker === "note") return { kind: "note", key, id, text, at };
  const { tools, cost, practice, usageLine, stopped, problem } = message;
  const told = { cost, practice, usageLine, stopped, problem };
  return { kind: "agent", key, id, answer: { ...told, text, tools, running: false, at, asked } };
}

function runningAnswer(running: Running, asked: Said | null): Answer {
  const { text, tools, startedAt: at } = running;
  const rest = { cost: null, practice: false, usageLine: null, stopped: false, problem: null };
  return { text, tools, running: true, at, asked, ...rest };
}
