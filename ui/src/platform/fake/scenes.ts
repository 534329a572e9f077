//! What the scripted gateway holds: the conversation of the design's pictures and its other states.
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { ChatPage } from "$lib/bindings/ChatPage";
import type { CompactForecast } from "$lib/bindings/CompactForecast";
import type { CompactResult } from "$lib/bindings/CompactResult";
import type { ConfigReport } from "$lib/bindings/ConfigReport";
import type { ContextReport } from "$lib/bindings/ContextReport";
import type { CrashNotice } from "$lib/bindings/CrashNotice";
import type { FirstStep } from "$lib/bindings/FirstStep";
import type { LocalServer } from "$lib/bindings/LocalServer";
import type { ModelRow } from "$lib/bindings/ModelRow";
import type { NewVersion } from "$lib/bindings/NewVersion";
import type { Pairings } from "$lib/bindings/Pairings";
import type { Secrets } from "$lib/bindings/Secrets";
import type { SessionRow } from "$lib/bindings/SessionRow";
import type { ShortcutState } from "$lib/bindings/ShortcutState";
import type { Spending } from "$lib/bindings/Spending";
import type { Status } from "$lib/bindings/Status";
import type { TelegramGroupsPage } from "$lib/bindings/TelegramGroupsPage";
import type { ToolLine } from "$lib/bindings/ToolLine";
import type { Updates } from "$lib/bindings/Updates";
import type { Method } from "../types";
import { context } from "./context";

export interface Scene {
  status: Status;
  page: ChatPage;
  sessions: SessionRow[];
  context: ContextReport;
  forecast: CompactForecast;
  compacted: CompactResult;
  pairings: Pairings;
  groups: TelegramGroupsPage;
  secrets: Secrets;
  models: ModelRow[];
  fallbacks: string[];
  /** What `config.get` answers, by path; empty = all that is written. */
  settings: Record<string, unknown>;
  fileReport: ConfigReport;
  /** The step of the welcome that waits. */
  firstSteps?: FirstStep;
  servers: LocalServer[];
  activity: ActivityRow[];
  spending: Spending;
  /** What the agent says to a message sent; nothing = it stays waiting. */
  answer: string | null;
  failures?: Partial<Record<Method, ApiError>>;
  /** MEMORY.md holds both sides of a line. */
  conflict?: boolean;
  /** What the desktop says of the keys that open Cove. */
  keys: ShortcutState;
  updates: Updates;
  newer?: NewVersion;
  /** How the last run ended. */
  crash?: CrashNotice;
}

const KEY = "agent:main:main";
const HOUR = 3_600_000;

/** Of the address: `?scene=empty|busy|error|needs|conflict|crash|welcome&step=you&lang=zh-CN`. */
export function scene(query: URLSearchParams): Scene {
  const held = conversation();
  held.status.language = query.get("lang") === "zh-CN" ? "zh-CN" : "en";
  const name = query.get("scene");
  if (name === "empty") empty(held);
  if (name === "error") refused(held);
  if (name === "needs") needs(held);
  if (name === "conflict") held.conflict = true;
  if (name === "welcome") fresh(held, query.get("step"));
  if (name === "crash")
    held.crash = {
      kind: "stopped",
      at: held.status.now - 20 * 60_000,
      report: "20270311-134600-4711-0-end",
      messages: 1,
      unknown: 0,
      beats: 0,
    };
  if (name === "quiet") held.page.running = null;
  return held;
}

/** Anna and Wren, as in the pictures. */
export function conversation(): Scene {
  const today = new Date();
  today.setHours(14, 6, 0, 0);
  const now = today.getTime();
  const yesterday = now - 24 * HOUR + 7.45 * HOUR;
  const messages = [
    person("m1", "t1", yesterday, "Move the dentist to any morning next week and let me know."),
    agent(
      "m2",
      "t1",
      yesterday,
      "Done: Tuesday 16 March at 08:20. I moved the note in your calendar and left Monday’s planning hour free.",
      20_000_000,
    ),
    note("m3", now - HOUR, "New day. Wren started fresh and kept the last 20 messages."),
    person(
      "m4",
      "t2",
      now,
      "Can you check which of the spring invoices are still unpaid? Tell me who to nudge first.",
    ),
    {
      ...agent("m5", "t2", now, INVOICES, 30_000_000),
      tools: [
        tool("c1", "search", "Read invoices.md and searched 14 notes for “spring”", 1800),
        tool("c2", "read", "Looked for payments since 1 February", 3100),
      ],
    },
    person("m6", "t3", now, "Write the reminder for Lagom, friendly but clear. Swedish."),
  ];
  const text = LETTER;
  const bytes = new TextEncoder().encode(text).length;
  return {
    status: statusOf(now),
    page: {
      epoch: "",
      seq: 0,
      sessionKey: KEY,
      sessionId: "s1",
      messages,
      older: "first@0",
      running: { turnId: "t3", startedAt: now, text, offset: bytes, tools: [] },
      waiting: [],
    },
    sessions: [session(now)],
    keys: "works",
    updates: { current: "0.1.0", way: "hand", asks: true },
    newer: {
      version: "0.2.0",
      notes: "Quiet hours by day of the week.\n\n**Faster search.**",
      date: "2027-03-11",
      url: "https://example.org/cove/0.2.0",
    },
    context: context(KEY, now),
    forecast: { summarised: 110, kept: 6, before: 78_000, after: 17_000, savesNotes: true },
    compacted: {
      outcome: "done",
      before: 78_000,
      after: 17_000,
      summarised: 110,
      kept: 6,
      text: "Shortened: 78k → 17k tokens.",
      reason: null,
      undo: { id: "u9", label: "Bring back the conversation as it was", expiresAt: 0 },
    },
    pairings: { requests: [], people: [] },
    groups: {
      bots: [
        {
          account: "default",
          name: "@wren_home_bot",
          agentId: "main",
          direct:
            "Who writes for the first time gets a code that you approve. Who you approved talks in your own conversation, with your memory.",
          groups: "It listens only in groups you allowed.",
        },
      ],
      groups: [
        {
          account: "default",
          peer: "-1001234567890",
          title: "Family",
          state: "on",
          standing: "member",
          requireMention: true,
          everybody: true,
          says: [
            "Everybody in the group may talk to it.",
            "It answers when somebody calls it by name or answers one of its messages.",
            "Everybody there can read what it answers. It knows its own character and rules and the folder shared/, never your memory, your notes or what you two talk about alone.",
          ],
          topics: [
            { topic: "1", name: "", on: true, requireMention: true },
            { topic: "7", name: "Recipes", on: true, requireMention: true },
          ],
        },
        {
          account: "default",
          peer: "-1009876543210",
          title: "Allotment 14",
          state: "unlisted",
          standing: "member",
          requireMention: true,
          everybody: false,
          says: [],
          topics: [],
        },
      ],
    },
    secrets: { secrets: [], keychain: "unasked", passphraseLocked: false },
    models: [
      {
        id: "anthropic/claude-haiku-4-5",
        label: "Claude Haiku 4.5",
        contextTokens: 200_000,
        input: 1,
        output: 5,
        inUse: true,
        hasKey: true,
      },
      {
        id: "anthropic/claude-sonnet-4-5",
        label: "Claude Sonnet 4.5",
        contextTokens: 200_000,
        input: 3,
        output: 15,
        inUse: false,
        hasKey: true,
      },
    ],
    fallbacks: [],
    settings: {
      "": { agents: { defaults: { model: "anthropic/claude-haiku-4-5" } }, ui: { language: "en" } },
      allowance: { day: 1, month: 20 },
      "allowance.day": 1,
      "session.reset": { mode: null, atHour: null, idleMinutes: null },
    },
    fileReport: {
      file: "/home/anna/.cove/cove.json",
      inForce: "file",
      problems: [],
      warnings: [],
    },
    servers: [{ name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", models: ["qwen3:14b"] }],
    activity: [
      happened("a1", now - 7 * HOUR, "reset", "The main conversation started fresh"),
      happened("a2", now - 9 * HOUR, "flush", "Wren wrote notes before it started fresh"),
    ],
    spending: spendingOf(now),
    answer:
      "That is noted. I will tell you when something changes, and keep it in [your list](https://example.org/list).",
  };
}

const INVOICES = `Three of eleven are still open. I would start with Lagom Form: it is the largest.

| Customer | Amount | Due | Late by |
|---|---|---|---|
| Lagom Form AB | 14 200 kr | 9 Feb | 30 days |
| Café Järnet | 3 850 kr | 24 Feb | 15 days |
| S. Okafor | 1 900 kr | 3 Mar | 8 days |`;

const LETTER = `Hej Karin,

Hoppas allt är bra hos er! Faktura 2027-014 på 14 200 kr förföll den 9 februari och jag ser ingen betalning ännu. Kan du kolla om den har fastnat någonstans? Om den redan är på väg kan du bortse från det här`;

const SAID = {
  usage: null,
  cost: null,
  model: null,
  practice: false,
  usageLine: null,
  again: false,
  stopped: false,
  problem: null,
};

function happened(id: string, at: number, kind: string, text: string): ActivityRow {
  const said = { reference: null, reason: null, code: null, detail: null };
  return { ...said, id, at, kind, outcome: "done", text, undo: null };
}

function spendingOf(now: number): Spending {
  const row = (key: string, cost: number) => ({
    key,
    calls: 1,
    input: 0,
    cacheRead: 0,
    cacheWrite: 0,
    output: 0,
    cost,
    estimated: 0,
    unpriced: 0,
  });
  return {
    by: "cause",
    from: now - 14 * HOUR,
    until: now,
    zone: "Europe/Stockholm",
    rows: [row("chat", 380_000_000), row("job", 140_000_000), row("heartbeat", 110_000_000)],
    total: row("", 630_000_000),
    allowance: {
      day: { limit: 1_000_000_000, spent: 250_000_000 },
      month: { limit: null, spent: 250_000_000 },
      extra: 0,
    },
  };
}

function person(id: string, turnId: string, at: number, text: string): ChatMessage {
  return { ...SAID, id, turnId, speaker: "person", at, text, channel: "desktop", tools: [] };
}

function agent(id: string, turnId: string, at: number, text: string, cost: number): ChatMessage {
  return { ...SAID, id, turnId, speaker: "agent", at, text, channel: null, tools: [], cost };
}

function note(id: string, at: number, text: string): ChatMessage {
  return { ...SAID, id, turnId: null, speaker: "note", at, text, channel: null, tools: [] };
}

function tool(id: string, name: string, text: string, ms: number): ToolLine {
  return { id, name, text, input: { query: "spring" }, output: "14 notes", isError: false, ms };
}

function session(now: number): SessionRow {
  return {
    key: KEY,
    sessionId: "s1",
    updatedAt: now,
    kind: "main",
    label: null,
    modelProvider: "anthropic",
    model: "claude-haiku-4-5",
    totalTokens: 78_000,
    totalTokensFresh: true,
    contextTokens: 200_000,
    percentUsed: 39,
    meter: { used: 78_000, start: 96_000, percent: 81 },
    compactionCount: 0,
    lastReset: now,
    nextResetAt: null,
    nextReset: null,
    nextResetKeeps: 20,
    archivedAt: null,
    lastChannel: "desktop",
  };
}

function statusOf(now: number): Status {
  return {
    epoch: "",
    seq: 0,
    mood: "working",
    sentence: "Wren is here and waits for you.",
    agentId: "main",
    agentName: "Wren",
    language: "en",
    gateway: { pid: 1, embedded: true },
    build: "fake",
    homeId: "home",
    startedAt: now - HOUR,
    now,
    zone: "Europe/Stockholm",
    model: {
      id: "anthropic/claude-haiku-4-5",
      label: "Claude Haiku 4.5",
      practice: false,
      contextTokens: 200_000,
    },
    heartbeat: {
      on: true,
      nextAt: now + HOUR / 2,
      skipped: false,
      text: "💓 Next check-in: 14:36",
    },
    channels: [
      {
        status: {
          channel: "telegram",
          account: "default",
          name: "@wren_bot",
          health: "well",
          heardAt: now,
          problem: null,
        },
        text: "Works",
      },
    ],
    holds: [],
    needs: [],
    working: 1,
    waiting: 0,
    costToday: 250_000_000,
    nextJob: null,
    desktop: {
      quiet: false,
      answers: true,
      jobs: true,
      notices: true,
      sound: true,
      startAtLogin: true,
    },
    health: null,
    configProblems: [],
  };
}

function empty(held: Scene): void {
  held.page = { ...held.page, messages: [], older: null, running: null };
  held.sessions = [];
  held.status.mood = "well";
  held.status.channels = [];
  held.status.model = {
    id: "cove/practice",
    label: "Practice",
    practice: true,
    contextTokens: 32_000,
  };
}

/** A home of which nothing is set up yet. */
function fresh(held: Scene, step: string | null): void {
  empty(held);
  held.status.agentName = "Cove";
  held.firstSteps = step === "you" || step === "telegram" ? step : "model";
}

function refused(held: Scene): void {
  const problem = {
    code: "model-auth",
    message: "Anthropic refused the key.",
    hint: "Keys stop working when they are deleted or run out of credit.",
    params: { provider: "anthropic" },
  };
  held.page.running = null;
  held.page.messages = held.page.messages.slice(0, 2);
  const at = held.status.now;
  held.page.messages.push(
    person("e1", "t9", at, "Which of the spring invoices are still unpaid?"),
    {
      ...SAID,
      id: "e2",
      turnId: "t9",
      speaker: "agent",
      at,
      text: "",
      channel: null,
      tools: [],
      problem,
    },
  );
}

function needs(held: Scene): void {
  const at = held.status.now;
  held.page.running = null;
  held.status.mood = "needs-you";
  held.status.sentence = "Wren needs you for 3 things.";
  held.pairings.requests = [
    {
      channel: "telegram",
      account: "default",
      id: "77",
      name: "Erik Nyman",
      code: "K7QM2WXD",
      createdAt: at,
      expiresAt: at + HOUR,
    },
  ];
  held.status.needs = [
    {
      id: "n1",
      kind: "undelivered",
      text: "“Weekly numbers for Mattias” may not have arrived.",
      reference: "out:1",
    },
    {
      id: "n2",
      kind: "pairing",
      text: "Erik Nyman asks to write to your agent (code K7QM2WXD).",
      reference: "K7QM2WXD",
    },
    {
      id: "n3",
      kind: "config",
      text: "cove.json has a mistake; the last good settings hold.",
      reference: null,
    },
  ];
  held.page.waiting = [
    {
      inboxId: "telegram:default:9",
      text: "And the rent?",
      at,
      channel: "telegram",
      insteadOf: null,
    },
  ];
}
