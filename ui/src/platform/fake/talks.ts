//! The conversations of the scripted gateway: all of them, their transcripts, and what a check finds.
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { FindingRow } from "$lib/bindings/FindingRow";
import type { FixRow } from "$lib/bindings/FixRow";
import type { HealthFix } from "$lib/bindings/HealthFix";
import type { HealthFixed } from "$lib/bindings/HealthFixed";
import type { PastSession } from "$lib/bindings/PastSession";
import type { SessionRow } from "$lib/bindings/SessionRow";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAIN = "agent:main:main";

export class FakeTalks {
  findings: FindingRow[];
  fixes: FixRow[] = [];
  #now: number;
  #others: SessionRow[];
  #past: PastSession[];
  #taken: (() => void)[] = [];
  #messages: readonly ChatMessage[];

  constructor(now: number, main: readonly SessionRow[], messages: readonly ChatMessage[]) {
    this.#now = now;
    this.#messages = messages;
    const [first] = main;
    this.#others = first ? others(now, first) : [];
    this.#past = first ? past(now) : [];
    this.findings = first ? found() : [];
  }

  list(main: readonly SessionRow[], all: boolean): SessionRow[] {
    if (!all) return [...main];
    return [...main, ...this.#others];
  }

  history(key: string) {
    const sessions = key === MAIN ? this.#past : [];
    return { sessionKey: key, sessions };
  }

  show(session: string, before?: string) {
    const told = { sessionKey: MAIN, sessionId: session, cost: 380_000_000 };
    if (before !== undefined) return { ...told, messages: older(this.#now), older: null };
    if (session === "s1")
      return { ...told, messages: [...marks(this.#now), ...this.#messages], older: "m0" };
    return { ...told, messages: this.#messages.slice(0, 2), older: null };
  }

  remove(key: string, session: string | undefined): void {
    const [kept, rows] = [this.#past, this.#others];
    this.#taken.push(() => ([this.#past, this.#others] = [kept, rows]));
    if (session) this.#past = this.#past.filter(({ sessionId }) => sessionId !== session);
    else this.#others = this.#others.filter((row) => row.key !== key);
  }

  archive(key: string, archived: boolean): void {
    const archivedAt = archived ? this.#now : null;
    this.#others = this.#others.map((row) => (row.key === key ? { ...row, archivedAt } : row));
  }

  undo(): void {
    this.#taken.pop()?.();
  }

  fix({ id, all }: HealthFix): HealthFixed {
    const wanted = this.findings.filter((one) => (all ? one.fixable : one.id === id));
    this.findings = this.findings.filter((one) => !wanted.includes(one));
    const fixed = wanted.map(({ code, subject, what }, nth) => {
      const fixId = `fix-${this.fixes.length + nth}`;
      this.fixes.unshift({ id: fixId, at: this.#now, code, subject, what, undone: false });
      const undo = { id: `undo-${fixId}`, label: "The file is as it was before", expiresAt: 0 };
      return { fixId, code, subject, what, done: null, undo };
    });
    return { fixed, failed: [], left: this.findings };
  }

  restore(id: string): void {
    this.fixes = this.fixes.map((fix) => (fix.id === id ? { ...fix, undone: true } : fix));
  }
}

function others(now: number, like: SessionRow): SessionRow[] {
  const row = (
    key: string,
    kind: string,
    label: string,
    ago: number,
    percent: number,
    more: Partial<SessionRow> = {},
  ): SessionRow => ({
    ...like,
    key,
    kind,
    label,
    sessionId: key,
    updatedAt: now - ago,
    meter: { used: percent * 960, start: 96_000, percent },
    lastChannel: "telegram",
    ...more,
  });
  const telegram = "agent:main:telegram";
  return [
    row(`${telegram}:group:-100`, "group", "Studio Lind", HOUR / 2, 34),
    row(`${telegram}:direct:77`, "direct", "Erik Nyman", 2.4 * HOUR, 0),
    row("agent:main:cron:numbers", "cron", "Weekly numbers for Mattias", 5 * HOUR, 12, {
      lastChannel: null,
    }),
    row(`${telegram}:group:-200`, "group", "Kitchen renovation", 2 * DAY, 97),
    row(`${telegram}:direct:12`, "direct", "Johan Berg", 30 * DAY, 22, { archivedAt: now - DAY }),
  ];
}

function past(now: number): PastSession[] {
  const one = (sessionId: string, ago: number, endedBy: string, firstWords: string) => ({
    sessionId,
    startedAt: now - ago - 10 * HOUR,
    endedAt: now - ago,
    endedBy,
    firstWords,
    bytes: 48_000,
    current: false,
  });
  return [
    { ...one("s1", 0, "", "Good morning! What is on today?"), endedBy: null, current: true },
    one("s0", DAY, "daily", "Move the dentist to any morning next week"),
    one("s-1", 3 * DAY, "new", "Compare three printers"),
  ];
}

function marks(now: number): ChatMessage[] {
  const note = (id: string, at: number, text: string, more: Partial<ChatMessage>): ChatMessage => ({
    id,
    turnId: null,
    speaker: "note",
    at,
    text,
    channel: null,
    tools: [],
    usage: null,
    usageLine: null,
    cost: null,
    model: null,
    practice: false,
    again: false,
    stopped: false,
    problem: null,
    ...more,
  });
  return [
    note("k1", now - 31 * HOUR, "New day. Wren started fresh and kept the last 20 messages.", {
      mark: "fresh",
    }),
    note("k2", now - 30 * HOUR, "Shortened: 71k → 19k tokens. 118 messages became a summary.", {
      mark: "compacted",
      summary: "**Decided:** reply to Skatteverket by Friday; Lagom Form first.",
    }),
  ];
}

function older(now: number): ChatMessage[] {
  return marks(now - DAY).map((one) => ({ ...one, id: `older-${one.id}` }));
}

function found(): FindingRow[] {
  return [
    {
      id: "transcript-damaged:s1",
      code: "transcript-damaged",
      severity: "warning",
      subject: "agents/main/sessions/s1.jsonl",
      agentId: "main",
      what: "One line of the main conversation can’t be read.",
      why: "What stood before such a line may be out of the agent’s reach.",
      fix: "The fix keeps the file, takes this line out and joins what is left.",
      fixable: true,
      onRequest: true,
    },
    {
      id: "session-very-long:k",
      code: "session-very-long",
      severity: "warning",
      subject: "agent:main:telegram:group:-200",
      agentId: "main",
      what: "Kitchen renovation is very long: about 93k tokens.",
      why: "Each message costs about 12 cents.",
      fix: "The fix saves notes, then begins the conversation anew.",
      fixable: false,
      onRequest: true,
    },
  ];
}
