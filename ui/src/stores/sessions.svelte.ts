//! All conversations and the one that is read: its pages, its earlier stretches, what a check found.
//!
//! Owns which transcript is open. What is answered to an older question is dropped.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { FindingRow } from "$lib/bindings/FindingRow";
import type { FixRow } from "$lib/bindings/FixRow";
import type { SearchHit } from "$lib/bindings/SearchHit";
import type { StrayWay } from "$lib/bindings/StrayWay";
import { asApiError } from "$lib/platform";
import type { Past } from "$lib/presenters/sessions-list";
import { connection, type Connection } from "./connection.svelte";
import { Live } from "./live.svelte";
import { Search } from "./search.svelte";
import { undoBar } from "./undo.svelte";

export const allSessions = new Live("sessions.list", { all: true }, ["sessions"], true);
/** Words in all conversations; Chat has a search of its own. */
export const talkSearch = new Search(connection);

const PAGE = 60;
const LONGEST_PAGE = 200;

/** The transcript that is read. */
export class Reader {
  /** Its session id; null = none is open. */
  id = $state<string | null>(null);
  messages = $state.raw<readonly ChatMessage[] | null>(null);
  older = $state<string | null>(null);
  /** Nano-dollars so far. */
  cost = $state<number | null>(null);
  busy = $state(false);
  problem = $state.raw<ApiError | null>(null);
  /** The message to bring into view. */
  target = $state<string | null>(null);

  #line: Connection;
  #asked = 0;

  constructor(line: Connection) {
    this.#line = line;
    line.onSync(() => this.refresh());
    line.onEvent(({ happening }) => {
      if (happening.kind === "changed" && happening.what === "sessions") this.refresh();
      if (happening.kind === "turnEnded") this.refresh();
    });
  }

  async open(id: string): Promise<void> {
    if (id !== this.id) {
      this.messages = null;
      this.older = null;
      this.cost = null;
      this.target = null;
    }
    this.id = id;
    await this.#ask(PAGE);
  }

  close(): void {
    this.#asked += 1;
    this.id = null;
    this.messages = null;
    this.problem = null;
  }

  /** The same again, as far back as it is read. */
  refresh(): void {
    if (this.id !== null) void this.#ask(Math.max(PAGE, this.messages?.length ?? 0));
  }

  async #ask(limit: number): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const most = Math.min(limit, LONGEST_PAGE);
      const shown = await this.#line.rpc("sessions.show", { session: id, limit: most });
      if (asked !== this.#asked) return;
      const first = shown.messages[0];
      const held = this.messages ?? [];
      const known = first ? held.findIndex((message) => message.id === first.id) : -1;
      this.messages = [...(known > 0 ? held.slice(0, known) : []), ...shown.messages];
      if (known <= 0) this.older = shown.older;
      this.cost = shown.cost ?? null;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
    if (asked === this.#asked) this.busy = false;
  }

  async loadOlder(limit = PAGE): Promise<void> {
    const { id, older } = this;
    if (id === null || older === null || this.busy) return;
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const shown = await this.#line.rpc("sessions.show", { session: id, before: older, limit });
      if (asked !== this.#asked) return;
      this.messages = [...shown.messages, ...(this.messages ?? [])];
      this.older = shown.older;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
    if (asked === this.#asked) this.busy = false;
  }

  /** Opens the transcript in which something was said, at that place. */
  async reveal(hit: SearchHit): Promise<void> {
    await this.open(hit.sessionId);
    while (this.#place(hit) === null && this.older !== null && this.problem === null) {
      await this.loadOlder(LONGEST_PAGE);
    }
    this.target = this.#place(hit);
  }

  /** An answer of several entries is one message under the id of its first and the time of its last. */
  #place({ entryId, at }: SearchHit): string | null {
    const messages = this.messages ?? [];
    const exact = messages.find(({ id }) => id === entryId);
    const first = messages[0];
    if (exact) return exact.id;
    if (this.older !== null && (!first || first.at > at)) return null;
    return messages.find((message) => message.at >= at)?.id ?? null;
  }
}

export const reader = new Reader(connection);

/** The earlier stretches of conversations. */
class PastSessions {
  /** Those that were asked for, in that order. */
  held = $state.raw<readonly Past[]>([]);
  #keys = new Set<string>();

  constructor() {
    connection.onSync(() => this.#refresh());
    connection.onEvent(({ happening }) => {
      if (happening.kind === "changed" && happening.what === "sessions") this.#refresh();
    });
  }

  /** A conversation is shown whole from now on. */
  want(key: string): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    if (connection.line === "connected") void this.#ask(key);
  }

  #refresh(): void {
    for (const key of this.#keys) void this.#ask(key);
  }

  async #ask(key: string): Promise<void> {
    try {
      const { sessions } = await connection.rpc("sessions.history", { key });
      this.held = [...this.held.filter((one) => one.key !== key), { key, sessions }];
    } catch {
      // A conversation that is gone has no earlier stretches; what else fails is said by the list.
      this.held = this.held.filter((one) => one.key !== key);
    }
  }
}

export const pastSessions = new PastSessions();

/** What a check of the home found, and mending it. */
class HealthDesk {
  /** Null until the first check. */
  findings = $state.raw<readonly FindingRow[] | null>(null);
  checkedAt = $state<number | null>(null);
  fixes = $state.raw<readonly FixRow[]>([]);
  /** What is at work: `check`, `all`, a finding's or a fix's id. */
  busy = $state<string | null>(null);
  problem = $state.raw<ApiError | null>(null);
  /** Why a finding could not be mended, by its id. */
  failed = $state.raw<ReadonlyMap<string, ApiError>>(new Map());
  /** What came of the last repair. */
  said = $state<string | null>(null);
  #last: Promise<void> = Promise.resolve();

  async check(): Promise<void> {
    await this.#work("check", async () => {
      const report = await connection.rpc("health.check", {});
      this.findings = report.findings;
      this.checkedAt = report.checkedAt;
      await this.#listFixes();
    });
  }

  /** The first time the page is open. */
  look(): void {
    if (this.findings === null && this.busy === null) void this.check();
  }

  async fix(id: string, stray?: StrayWay): Promise<void> {
    await this.#mend(id, { id, all: false, ...(stray ? { stray } : {}) });
  }

  async fixAll(): Promise<void> {
    await this.#mend("all", { all: true });
  }

  async #mend(busy: string, wish: { id?: string; all: boolean; stray?: StrayWay }): Promise<void> {
    await this.#work(busy, async () => {
      const answer = await connection.change("health.fix", wish);
      this.findings = answer.left;
      this.failed = new Map(answer.failed.map(({ id, error }) => [id, error]));
      this.said = answer.fixed.flatMap(({ done }) => (done ? [done] : [])).join(" ") || null;
      const undo = answer.fixed.find((row) => row.undo !== null)?.undo;
      if (undo) undoBar.show(undo);
      await this.#listFixes();
    });
  }

  async restore(id: string): Promise<void> {
    await this.#work(id, async () => {
      await connection.change("health.restore", { id });
      const report = await connection.rpc("health.check", {});
      this.findings = report.findings;
      await this.#listFixes();
    });
  }

  async #listFixes(): Promise<void> {
    const { fixes } = await connection.rpc("health.fixes", {});
    this.fixes = fixes;
  }

  /** One after the other: what is pressed while a check runs is not lost. */
  #work(what: string, run: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      this.busy = what;
      this.problem = null;
      try {
        await run();
      } catch (thrown) {
        this.problem = asApiError(thrown);
      } finally {
        this.busy = null;
      }
    });
    return this.#last;
  }
}

export const health = new HealthDesk();
