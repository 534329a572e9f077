//! The conversation on screen: asks for pages, feeds events to the pure state, sends and stops.
import type { ChatAttachment } from "$lib/bindings/ChatAttachment";
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatPage } from "$lib/bindings/ChatPage";
import type { Event } from "$lib/bindings/Event";
import type { SearchHit } from "$lib/bindings/SearchHit";
import { asApiError, CARRIER_LOST } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import {
  emptyChat,
  placeOf,
  withEvent,
  withOlder,
  withPage,
  withSending,
  withSent,
  without,
  withText,
  withUnsent,
  type ChatState,
  type Outgoing,
} from "./chat-state";

const PAGE = 50;
/** The most the gateway gives at once. */
const LONGEST_PAGE = 200;
/** A message that can't be said anew: it left the conversation, or never was in the transcript. */
const OUT_OF_REACH = new Set(["message-out-of-reach", "message-unknown"]);

export class Chat {
  state = $state.raw<ChatState>(emptyChat());
  /** What the person is writing; kept while another page is open. */
  draft = $state("");
  loadingOlder = $state(false);
  /** The earlier session that is read; null = the conversation as it is now. */
  past = $state<string | null>(null);
  /** The message to bring into view. */
  target = $state<string | null>(null);
  problem = $state.raw<ApiError | null>(null);

  #line: Connection;
  /** Events that came while a page was on its way. */
  #since: Event[] | null = null;
  #again = false;
  #filling = false;
  #loads = 0;

  /** Whether what was said can be said anew: nothing is being answered, and it is the talk of now. */
  get canChange(): boolean {
    return this.past === null && this.state.running === null;
  }

  constructor(line: Connection) {
    this.#line = line;
    line.onSync(() => void this.load());
    line.onEvent((event) => this.#happened(event));
  }

  /** Shows another conversation as it is now. */
  async show(sessionKey: string | null): Promise<void> {
    if (sessionKey === this.state.sessionKey && !this.past) return;
    this.past = null;
    this.state = emptyChat(sessionKey);
    await this.load();
  }

  /** Shows an earlier session of a conversation, to read. */
  async read(sessionKey: string | null, sessionId: string): Promise<void> {
    if (this.past === sessionId) return;
    this.past = sessionId;
    this.state = emptyChat(sessionKey);
    await this.load();
  }

  /** Shows where something was said; true if it is there. */
  async reveal(hit: SearchHit, currentId: string | null): Promise<boolean> {
    const key = hit.sessionKey ?? null;
    if (key !== null && hit.sessionId === currentId) await this.show(key);
    else await this.read(key, hit.sessionId);
    let found = placeOf(this.state, hit);
    while (found === null && this.state.older !== null && this.problem === null) {
      await this.loadOlder(LONGEST_PAGE);
      found = placeOf(this.state, hit);
    }
    this.target = found;
    return found !== null;
  }

  async load(): Promise<void> {
    if (this.#since) {
      this.#again = true;
      return;
    }
    do {
      this.#again = false;
      this.#since = [];
      const { past } = this;
      const { sessionKey } = this.state;
      try {
        const page = await this.#page({ limit: PAGE });
        const same = (this.state.sessionKey ?? page.sessionKey) === page.sessionKey;
        // Another conversation was opened meanwhile: its own page is asked for next.
        const still = sessionKey === this.state.sessionKey && past === this.past;
        if (same && still) this.state = withPage(this.state, page, this.#since);
        this.#loads += 1;
        this.problem = null;
      } catch (thrown) {
        this.problem = asApiError(thrown);
      }
      this.#since = null;
    } while (this.#again);
    void this.#fill();
  }

  async loadOlder(limit = PAGE): Promise<void> {
    const { sessionKey, sessionId, older } = this.state;
    if (older === null || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = await this.#page({ before: older, limit });
      const same = this.state.sessionKey === sessionKey && this.state.sessionId === sessionId;
      if (same) this.state = withOlder(this.state, page);
    } catch (thrown) {
      this.problem = asApiError(thrown);
    } finally {
      this.loadingOlder = false;
    }
  }

  /** A page of what is shown: the conversation now, or an earlier session of it. */
  async #page(part: { before?: string; limit: number }): Promise<ChatPage> {
    const sessionKey = this.state.sessionKey ?? undefined;
    if (this.past === null) return this.#line.rpc("chat.history", { sessionKey, ...part });
    const shown = await this.#line.rpc("sessions.show", { session: this.past, ...part });
    const { messages, older, sessionId } = shown;
    const key = shown.sessionKey ?? sessionId;
    const still = { epoch: "", seq: 0, running: null, waiting: [] };
    return { ...still, sessionKey: this.state.sessionKey ?? key, sessionId, messages, older };
  }

  /** Sends the words; they are on screen before anything is answered. */
  async send(
    text: string,
    files: readonly ChatAttachment[] = [],
    requestId: string = crypto.randomUUID(),
  ): Promise<void> {
    await this.#say(text, null, requestId, files);
  }

  /**
   * Says a message anew, in other words or in the same: the conversation goes on from before it.
   * Without a message to go back to, the words are sent as a new one.
   */
  async again(messageId: string | null, text: string): Promise<void> {
    await this.#say(text, messageId, crypto.randomUUID());
  }

  async #say(
    text: string,
    messageId: string | null,
    requestId: string,
    files: readonly ChatAttachment[] = [],
  ): Promise<void> {
    const words = text.trim();
    if (!words && files.length === 0) return;
    const sessionKey = this.state.sessionKey ?? undefined;
    this.state = withSending(this.state, requestId, words, Date.now(), messageId, files);
    const loads = this.#loads;
    const params = { text: words, sessionKey };
    try {
      const sent = messageId
        ? await this.#line.rpc("chat.retry", { ...params, messageId }, requestId)
        : await this.#line.rpc("chat.send", { ...params, ...along(files) }, requestId);
      this.state = withSent(this.state, requestId, sent.inboxId);
      // A page came between: it may hold the message already, so ask once more.
      if (loads !== this.#loads) void this.load();
    } catch (thrown) {
      this.state = withUnsent(this.state, requestId, asApiError(thrown));
    }
  }

  /**
   * The same words again; after a broken way with the same id, so that nothing is said twice. What
   * was to take the place of a message that is out of reach is said as a new one.
   */
  async retry(row: Outgoing): Promise<void> {
    this.state = without(this.state, row);
    const code = row.state === "unsent" ? row.problem?.code : undefined;
    const id = code === CARRIER_LOST && row.requestId ? row.requestId : crypto.randomUUID();
    const place = code !== undefined && OUT_OF_REACH.has(code) ? null : row.insteadOf;
    await this.#say(row.text, place, id, row.files);
  }

  discard(row: Outgoing): void {
    this.state = without(this.state, row);
  }

  async stop(): Promise<void> {
    const sessionKey = this.state.sessionKey ?? undefined;
    try {
      await this.#line.change("chat.stop", sessionKey ? { sessionKey } : {});
    } catch (thrown) {
      this.problem = asApiError(thrown);
    }
  }

  #happened(event: Event): void {
    this.#since?.push(event);
    this.state = withEvent(this.state, event);
    const { happening } = event;
    const { kind } = happening;
    if (kind === "turnText") void this.#fill();
    // The transcript's own entries: notes, ids for older pages; and what changed it between turns.
    const ours =
      kind === "changed" &&
      happening.what === "sessions" &&
      [null, this.state.sessionKey].includes(happening.reference) &&
      !this.state.running;
    if (kind === "turnEnded" || kind === "messagesSkipped" || ours) void this.load();
  }

  /** Fetches text that was lost on the way. */
  async #fill(): Promise<void> {
    const running = this.state.running;
    if (!running?.gap || this.#filling) return;
    this.#filling = true;
    try {
      const { turnId, bytes } = running;
      const piece = await this.#line.rpc("chat.stream", { turnId, offset: bytes });
      this.state = withText(this.state, turnId, piece.offset, piece.text);
    } catch (thrown) {
      this.problem = asApiError(thrown);
    } finally {
      this.#filling = false;
    }
  }
}

function along(files: readonly ChatAttachment[]) {
  return files.length > 0 ? { attachments: [...files] } : {};
}

export const chat = new Chat(connection);
