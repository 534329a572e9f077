//! A list the window holds a copy of: asked for at once, and again when an event says it changed.
//!
//! Keeps the old figure until the new one is there. Several changes in a row are one question.
import type { ApiError } from "$lib/bindings/ApiError";
import type { Topic } from "$lib/bindings/Topic";
import { asApiError, type Answer, type Method, type Params } from "$lib/platform";
import { connection } from "./connection.svelte";

export class Live<M extends Method> {
  value = $state.raw<Answer<M> | null>(null);
  problem = $state.raw<ApiError | null>(null);

  #method: M;
  #params: Params<M>;
  #asking = false;
  #again = false;
  #wanted: boolean;

  /** `lazy`: not asked before someone calls `want`. */
  constructor(method: M, params: Params<M>, topics: readonly Topic[], lazy = false) {
    this.#method = method;
    this.#params = params;
    this.#wanted = !lazy;
    connection.onSync(() => this.refresh());
    connection.onEvent(({ happening }) => {
      if (happening.kind === "changed" && topics.includes(happening.what)) this.refresh();
    });
  }

  /** A page needs it from now on. */
  want(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    // Before the line stands, it is asked for as soon as it does.
    if (connection.line === "connected") this.refresh();
  }

  refresh(): void {
    if (!this.#wanted) return;
    if (this.#asking) this.#again = true;
    else void this.#ask();
  }

  /** Asks at once; done when the answer is there. */
  async now(): Promise<void> {
    this.#wanted = true;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    do {
      this.#again = false;
      try {
        this.value = await connection.rpc(this.#method, this.#params);
        this.problem = null;
      } catch (thrown) {
        this.problem = asApiError(thrown);
      }
    } while (this.#again);
    this.#asking = false;
  }
}
