//! How the last run ended, until it was read; and the report of it.
import type { ApiError } from "$lib/bindings/ApiError";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";

export const crashes = new Live("crash.get", {}, []);

/** What is done with the notice. */
export class LastEndNotice {
  /** The report's text, once it was asked for. */
  text = $state<string | null>(null);
  open = $state(false);
  copied = $state(false);
  problem = $state.raw<ApiError | null>(null);

  async toggle(id: string): Promise<void> {
    this.open = !this.open;
    if (this.open) await this.#read(id);
  }

  async copy(id: string): Promise<void> {
    await this.#read(id);
    if (this.text === null) return;
    try {
      await navigator.clipboard.writeText(this.text);
      this.copied = true;
    } catch {
      // Where the system lets no page write there, it can be marked and copied by hand.
      this.open = true;
    }
  }

  async dismiss(): Promise<void> {
    await this.#try(async () => {
      await connection.change("crash.dismiss", {});
      await crashes.now();
    });
  }

  async #read(id: string): Promise<void> {
    if (this.text !== null) return;
    await this.#try(async () => {
      this.text = (await connection.rpc("crash.read", { id })).text;
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = null;
    try {
      await work();
    } catch (thrown) {
      this.problem = asApiError(thrown);
    }
  }
}
