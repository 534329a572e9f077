//! Looking for words in every conversation.
//!
//! The newest question wins: an answer to an older one is dropped.
import type { ApiError } from "$lib/bindings/ApiError";
import type { SearchHit } from "$lib/bindings/SearchHit";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";

/** After the last key, ms. */
const PAUSE = 180;
const LIMIT = 40;

export class Search {
  query = $state("");
  hits = $state.raw<readonly SearchHit[]>([]);
  /** The words these were found for; null = nothing was looked for yet. */
  found = $state<string | null>(null);
  problem = $state.raw<ApiError | null>(null);

  #line: Connection;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asked = 0;

  constructor(line: Connection) {
    this.#line = line;
  }

  /** The person typed. */
  type(query: string): void {
    this.query = query;
    if (this.#timer) clearTimeout(this.#timer);
    const words = query.trim();
    if (words) this.#timer = setTimeout(() => void this.#look(words), PAUSE);
    else this.#clear();
  }

  #clear(): void {
    this.#asked += 1;
    this.hits = [];
    this.found = null;
    this.problem = null;
  }

  async #look(query: string): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { hits } = await this.#line.rpc("sessions.search", { query, limit: LIMIT });
      if (asked !== this.#asked) return;
      this.hits = hits;
      this.found = query;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
  }
}

export const search = new Search(connection);
