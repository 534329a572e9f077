//! What the editor of a job holds, out of its record and back into it.
//!
//! Owns the fields a person sees. What the editor does not show is left as it stands in the record.
import type { JobRow } from "$lib/bindings/JobRow";
import type { When } from "./rhythm";
import { firstWhen, whenOf } from "./schedule-record";
import { endOfDay, localAt, startOfDay } from "./zones";

export interface Draft {
  /** null = it is not made yet. */
  id: string | null;
  name: string;
  /** null = a schedule parts can't show; it is kept. */
  when: When | null;
  what: "ask" | "remind" | "event" | "other";
  text: string;
  where: "fresh" | "main" | "kept";
  /** `provider/model`; empty = the agent's. */
  model: string;
  mayReadMemory: boolean;
  /** `telegram:<id>`, `last`, `desktop`, `webhook`, `none`, `kept`. */
  target: string;
  /** The address of a webhook. */
  address: string;
  /** `always`, `skip`, a span; empty = as fits the rhythm. */
  missed: string;
  overlap: "skip" | "queue";
  /** No run before, ms. */
  startAt: number | null;
  /** No run behind, ms. */
  endAt: number | null;
}

type Fields = Record<string, unknown>;

const MAIN = "session:main";
const MAINS = new Set(["main", "current", MAIN]);
const OWN_CHANNELS = new Set(["telegram", "desktop"]);

/** A job before anybody wrote anything. */
export function newDraft(zone: string, target: string): Draft {
  return {
    id: null,
    name: "",
    when: firstWhen(zone),
    what: "remind",
    text: "",
    where: "fresh",
    model: "",
    mayReadMemory: false,
    target,
    address: "",
    missed: "",
    overlap: "skip",
    startAt: null,
    endAt: null,
  };
}

/** What a job says, `own` being the computer's zone. */
export function draftOf(row: JobRow, own: string): Draft {
  const record = row.definition;
  const [payload, delivery, cove] = [
    fields(record["payload"]),
    fields(record["delivery"]),
    fields(record["cove"]),
  ];
  const what = KINDS[row.kind] ?? "other";
  const target = text(record["sessionTarget"]) || (what === "event" ? "main" : "isolated");
  return {
    id: row.id,
    name: row.name,
    when: whenOf(record["schedule"], own),
    what,
    text: text(payload[what === "ask" ? "message" : "text"]),
    where: target === "isolated" ? "fresh" : isMain(target, row.agentId) ? "main" : "kept",
    model: text(payload["model"]),
    mayReadMemory: cove["mayReadMemory"] === true,
    target: targetOf(delivery, what === "event"),
    address: delivery["mode"] === "webhook" ? text(delivery["to"]) : "",
    missed: text(cove["missed"]),
    overlap: cove["overlap"] === "queue" ? "queue" : "skip",
    startAt: time(cove["startAt"]),
    endAt: time(cove["endAt"]),
  };
}

/** The fields of its record; `null` takes one away. The schedule goes beside it. */
export function recordOf(draft: Draft): Fields {
  const record: Fields = { name: draft.name.trim() || nameOf(draft.text) };
  const ask = draft.what === "ask";
  if (ask || draft.what === "remind") {
    record["payload"] = {
      kind: ask ? "agentTurn" : "notify",
      message: ask ? draft.text : null,
      text: ask ? null : draft.text,
      model: ask && draft.model !== "" ? draft.model : null,
    };
    if (draft.where !== "kept") {
      record["sessionTarget"] = ask && draft.where === "main" ? MAIN : "isolated";
    }
  } else if (draft.what === "event") record["payload"] = { text: draft.text };
  if (draft.target !== "kept") record["delivery"] = deliveryOf(draft);
  record["cove"] = {
    missed: draft.missed || null,
    overlap: draft.overlap === "queue" ? "queue" : null,
    mayReadMemory: ask && draft.mayReadMemory ? true : null,
    startAt: draft.startAt,
    endAt: draft.endAt,
  };
  return record;
}

/** The same with another schedule: in another zone its first and last day stay those days. */
export function withWhen(draft: Draft, when: When): Pick<Draft, "when" | "startAt" | "endAt"> {
  const before = draft.when?.zone;
  const { startAt, endAt } = draft;
  if (before === undefined || before === when.zone) return { when, startAt, endAt };
  const day = (at: number) => localAt(at, before).date;
  return {
    when,
    startAt: startAt === null ? null : startOfDay(day(startAt), when.zone),
    endAt: endAt === null ? null : endOfDay(day(endAt), when.zone),
  };
}

/** Without the fields that are to go: of a job that is made. */
export function made(record: Fields): Fields {
  const kept = Object.entries(record).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isFields(value) ? made(value) : value]),
  );
}

/** The first words of its text. */
export function nameOf(text: string): string {
  const [line = ""] = text.trim().split("\n");
  return line.length <= NAME ? line : `${line.slice(0, NAME - 1).trimEnd()}…`;
}

const NAME = 40;
const KINDS: Record<string, Draft["what"]> = {
  agentTurn: "ask",
  notify: "remind",
  systemEvent: "event",
};

function isMain(target: string, agent: string): boolean {
  return MAINS.has(target) || target === `session:agent:${agent}:main`;
}

function targetOf(delivery: Fields, event: boolean): string {
  const mode = text(delivery["mode"]) || (event ? "none" : "announce");
  if (mode === "none" || mode === "webhook") return mode;
  if (mode !== "announce") return "kept";
  const [channel, to] = [text(delivery["channel"]), text(delivery["to"])];
  if (channel === "desktop") return "desktop";
  if (channel === "" || channel === "last") return "last";
  return OWN_CHANNELS.has(channel) && to ? `${channel}:${to.replace(/^telegram:/, "")}` : "kept";
}

function deliveryOf({ target, address }: Draft): Fields {
  const at = target.indexOf(":");
  if (at > 0) {
    return { mode: "announce", channel: target.slice(0, at), to: target.slice(at + 1) };
  }
  if (target === "webhook") return { mode: "webhook", channel: null, to: address.trim() };
  if (target === "none") return { mode: "none", channel: null, to: null };
  return { mode: "announce", channel: target, to: null };
}

function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function time(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : "";
}
