//! What a quiet month costs with each maker's suggested model: the gateway's own estimate of
//! check-ins every half hour between 07:00 and 23:00.
import { PROVIDERS } from "$lib/presenters/providers";
import { connection } from "./connection.svelte";

const QUIET_MONTH = { every: "30m", start: "07:00", end: "23:00" };

class MonthPrices {
  /** Dollars a month by provider; absent = not known. */
  of = $state<Record<string, number>>({});
  #asked = false;

  /** A page shows them from now on. */
  want(): void {
    if (this.#asked) return;
    this.#asked = true;
    for (const { id, suggested } of PROVIDERS) void this.#ask(id, suggested);
  }

  async #ask(id: string, model: string): Promise<void> {
    try {
      const estimate = { ...QUIET_MONTH, model };
      const { costPerMonth } = await connection.rpc("heartbeat.estimate", estimate);
      if (costPerMonth) this.of[id] = (costPerMonth.low + costPerMonth.high) / 2;
    } catch {
      // A price that is not known is not shown.
    }
  }
}

export const monthPrices = new MonthPrices();
