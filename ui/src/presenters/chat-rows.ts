//! The rows of the conversation on screen: messages, marks for new days, the running turn, what
//! waits. Pure; keys stay the same while a turn streams, ends and is read again.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { ToolLine } from "$lib/bindings/ToolLine";
import type { ChatState, Outgoing, Running } from "$lib/stores/chat-state";
import { dayOf } from "./format";

export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "person"; key: string; text: string; at: number; channel: string | null }
  | { kind: "note"; key: string; text: string; at: number }
  | { kind: "agent"; key: string; answer: Answer }
  | { kind: "outgoing"; key: string; row: Outgoing };

export interface Answer {
  text: string;
  tools: ToolLine[];
  running: boolean;
  at: number;
  cost: number | null;
  practice: boolean;
  stopped: boolean;
  problem: ApiError | null;
  /** The person's words it failed on, for Try again. */
  asked: string;
}

export function chatRows(state: ChatState): Row[] {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  let day = 0;
  let asked = "";
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
    if (message.speaker === "person") asked = message.text;
    rows.push(messageRow(message, key, asked));
  }
  const { running } = state;
  if (running) {
    mark(running.asked[0]?.at ?? running.startedAt);
    for (const { text, at, channel } of running.asked) {
      const key = keyOf(running.turnId, "person", running.turnId);
      rows.push({ kind: "person", key, text, at, channel });
      asked = text;
    }
    const key = keyOf(running.turnId, "agent", running.turnId);
    rows.push({ kind: "agent", key, answer: runningAnswer(running, asked) });
  }
  for (const row of state.outgoing) {
    rows.push({ kind: "outgoing", key: `out/${row.requestId ?? row.inboxId ?? row.at}`, row });
  }
  return rows;
}

function messageRow(message: ChatMessage, key: string, asked: string): Row {
  const { text, at, channel } = message;
  if (message.speaker === "person") return { kind: "person", key, text, at, channel };
  if (message.speaker === "note") return { kind: "note", key, text, at };
  const { tools, cost, practice, stopped, problem } = message;
  const answer = { text, tools, running: false, at, cost, practice, stopped, problem, asked };
  return { kind: "agent", key, answer };
}

function runningAnswer(running: Running, asked: string): Answer {
  const { text, tools, startedAt: at } = running;
  const rest = { cost: null, practice: false, stopped: false, problem: null };
  return { text, tools, running: true, at, asked, ...rest };
}
