//! The conversation on screen: asks for pages, feeds events to the pure state, sends and stops.
import type { ApiError } from "$lib/bindings/ApiError";
import type { Event } from "$lib/bindings/Event";
import { asApiError, CARRIER_LOST } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import {
  emptyChat,
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

export class Chat {
  state = $state.raw<ChatState>(emptyChat());
  /** What the person is writing; kept while another page is open. */
  draft = $state("");
  loadingOlder = $state(false);
  problem = $state.raw<ApiError | null>(null);

  #line: Connection;
  /** Events that came while a page was on its way. */
  #since: Event[] | null = null;
  #again = false;
  #filling = false;
  #loads = 0;

  constructor(line: Connection) {
    this.#line = line;
    line.onSync(() => void this.load());
    line.onEvent((event) => this.#happened(event));
  }

  /** Shows another conversation. */
  show(sessionKey: string | null): void {
    if (sessionKey === this.state.sessionKey) return;
    this.state = emptyChat(sessionKey);
    void this.load();
  }

  async load(): Promise<void> {
    if (this.#since) {
      this.#again = true;
      return;
    }
    do {
      this.#again = false;
      this.#since = [];
      const sessionKey = this.state.sessionKey ?? undefined;
      try {
        const page = await this.#line.rpc("chat.history", { sessionKey, limit: PAGE });
        const same = (this.state.sessionKey ?? page.sessionKey) === page.sessionKey;
        if (same) this.state = withPage(this.state, page, this.#since);
        this.#loads += 1;
        this.problem = null;
      } catch (thrown) {
        this.problem = asApiError(thrown);
      }
      this.#since = null;
    } while (this.#again);
    void this.#fill();
  }

  async loadOlder(): Promise<void> {
    const { sessionKey, older } = this.state;
    if (!sessionKey || older === null || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const params = { sessionKey, before: older, limit: PAGE };
      const page = await this.#line.rpc("chat.history", params);
      if (this.state.sessionKey === sessionKey) this.state = withOlder(this.state, page);
    } catch (thrown) {
      this.problem = asApiError(thrown);
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Sends the words; they are on screen before anything is answered. */
  async send(text: string, requestId: string = crypto.randomUUID()): Promise<void> {
    const words = text.trim();
    if (!words) return;
    const sessionKey = this.state.sessionKey ?? undefined;
    this.state = withSending(this.state, requestId, words, Date.now());
    const loads = this.#loads;
    try {
      const params = sessionKey ? { text: words, sessionKey } : { text: words };
      const sent = await this.#line.rpc("chat.send", params, requestId);
      this.state = withSent(this.state, requestId, sent.inboxId);
      // A page came between: it may hold the message already, so ask once more.
      if (loads !== this.#loads) void this.load();
    } catch (thrown) {
      this.state = withUnsent(this.state, requestId, asApiError(thrown));
    }
  }

  /** The same words again; after a broken way with the same id, so that nothing is said twice. */
  async retry(row: Outgoing): Promise<void> {
    this.state = without(this.state, row);
    const lost = row.state === "unsent" && row.problem?.code === CARRIER_LOST;
    await this.send(row.text, lost && row.requestId ? row.requestId : undefined);
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
    const { kind } = event.happening;
    if (kind === "turnText") void this.#fill();
    // The transcript's own entries: notes, ids for older pages.
    if (kind === "turnEnded" || kind === "messagesSkipped") void this.load();
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

export const chat = new Chat(connection);
