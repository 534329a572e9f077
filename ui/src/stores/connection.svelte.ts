//! The line to the gateway: hello, the stream of events, and coming back after a break.
//!
//! Owns whether the window is connected. Everything that holds a copy listens here: `onSync` means
//! “ask for everything again”, `onEvent` brings what happened since.
import type { ApiError } from "$lib/bindings/ApiError";
import type { Event } from "$lib/bindings/Event";
import type { Since } from "$lib/bindings/Since";
import type { StreamItem } from "$lib/bindings/StreamItem";
import type { Welcome } from "$lib/bindings/Welcome";
import {
  asApiError,
  CARRIER_LOST,
  platform,
  type Answer,
  type Method,
  type Params,
} from "$lib/platform";

export type Line = "starting" | "connected" | "lost" | "refused";

/** The contract this window was built with. */
const CONTRACT = "1.0";
const BUILD = "window";
const WAITS = [250, 500, 1000, 2000, 5000];
/** Errors of the way, not of the gateway: worth another try. */
const WAY = new Set([
  CARRIER_LOST,
  "no-gateway",
  "gateway-gone",
  "gateway-starting",
  "carrier-closed",
]);

export class Connection {
  line = $state<Line>("starting");
  /** Since when the line is lost, ms of this computer. */
  lostAt = $state<number | null>(null);
  welcome = $state.raw<Welcome | null>(null);
  /** Why it is refused or lost. */
  problem = $state.raw<ApiError | null>(null);

  #since: Since | undefined;
  #end: (() => void) | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #syncs: (() => void)[] = [];
  #events: ((event: Event) => void)[] = [];

  onSync(listener: () => void): void {
    this.#syncs.push(listener);
  }

  onEvent(listener: (event: Event) => void): void {
    this.#events.push(listener);
  }

  /** Says hello and opens the stream; the shell shows the window at the first hello. */
  async start(): Promise<void> {
    const attempt = ++this.#attempt;
    if (this.#timer) clearTimeout(this.#timer);
    this.#end?.();
    this.#end = null;
    try {
      const welcome = await platform().rpc("hello", { contract: CONTRACT, build: BUILD });
      const end = await platform().subscribe(this.#since, (item) => {
        if (attempt === this.#attempt) this.#take(item);
      });
      if (attempt !== this.#attempt) return end();
      this.#end = end;
      this.welcome = welcome;
    } catch (thrown) {
      if (attempt === this.#attempt) this.#failed(asApiError(thrown));
    }
  }

  /** One call. A broken way is noticed here and starts the way back. */
  async rpc<M extends Method>(
    method: M,
    params: Params<M>,
    requestId?: string,
  ): Promise<Answer<M>> {
    try {
      return await platform().rpc(method, params, requestId);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (WAY.has(error.code) && this.line === "connected") this.#failed(error);
      throw error;
    }
  }

  /** A change: the same request id twice is done once. */
  change<M extends Method>(method: M, params: Params<M>): Promise<Answer<M>> {
    return this.rpc(method, params, crypto.randomUUID());
  }

  #take(item: StreamItem): void {
    if (item.kind === "event") return this.#happened(item.event);
    const fresh = this.#since?.epoch !== item.epoch;
    const behind = item.kind === "resync" || item.resync || fresh;
    this.#since = { epoch: item.epoch, seq: behind ? item.seq : (this.#since?.seq ?? item.seq) };
    this.#tries = 0;
    this.line = "connected";
    this.lostAt = null;
    this.problem = null;
    if (behind) for (const listener of this.#syncs) listener();
  }

  #happened(event: Event): void {
    this.#since = { epoch: event.epoch, seq: event.seq };
    for (const listener of this.#events) listener(event);
    if (event.happening.kind === "stopping") this.#lost(null);
  }

  #failed(error: ApiError): void {
    if (!WAY.has(error.code) && this.line === "starting") {
      this.line = "refused";
      this.problem = error;
    }
    this.#lost(error);
  }

  #lost(error: ApiError | null): void {
    if (this.line === "connected") {
      this.line = "lost";
      this.lostAt = Date.now();
    }
    this.problem = error;
    const wait = WAITS[Math.min(this.#tries++, WAITS.length - 1)];
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), wait);
  }
}

export const connection = new Connection();
