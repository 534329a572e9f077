//! The jobs, and the history of the one that is open.
import type { ApiError } from "$lib/bindings/ApiError";
import type { JobExplained } from "$lib/bindings/JobExplained";
import type { JobHappened } from "$lib/bindings/JobHappened";
import { asApiError, type Method, type Params } from "$lib/platform";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";
import { undoBar } from "./undo.svelte";

export const jobs = new Live(
  "cron.list",
  {},
  ["jobs", "holds", "config", "models", "deliveries"],
  true,
);
export const jobsNow = new Live("cron.status", {}, ["jobs", "holds", "config"], true);

/** Slots and runs asked for at once. */
const PAGE = 20;

class JobHistoryStore {
  id = $state<string | null>(null);
  rows = $state.raw<JobHappened[] | null>(null);
  more = $state(false);
  problem = $state.raw<ApiError | null>(null);
  #limit = PAGE;
  #asked = 0;

  constructor() {
    connection.onSync(() => void this.#ask());
    connection.onEvent(({ happening }) => {
      if (happening.kind !== "changed") return;
      if (happening.what === "jobs" || happening.what === "deliveries") void this.#ask();
    });
  }

  /** Shows what became of a job; null = none is shown. */
  show(id: string | null): void {
    if (id === this.id) return;
    this.id = id;
    this.rows = null;
    this.#limit = PAGE;
    void this.#ask();
  }

  showMore(): void {
    this.#limit += PAGE;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const asked = ++this.#asked;
    try {
      const found = await connection.rpc("cron.runs", { id, limit: this.#limit });
      if (asked !== this.#asked) return;
      this.rows = found.rows;
      this.more = found.before !== null;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
  }
}

export const history = new JobHistoryStore();

type Acting =
  | "cron.enable"
  | "cron.disable"
  | "cron.remove"
  | "cron.resume"
  | "cron.run"
  | "cron.stop"
  | "cron.test";

class JobActions {
  /** The job something is being done with. */
  busy = $state<string | null>(null);
  problem = $state.raw<ApiError | null>(null);

  /** True if the gateway took it. Its undo is in the bar. */
  async run<M extends Acting & Method>(method: M, params: Params<M> & { id: string }) {
    this.busy = params.id;
    this.problem = null;
    try {
      const answer: object = await connection.change(method, params);
      if ("undo" in answer) undoBar.show(answer.undo as Parameters<typeof undoBar.show>[0]);
      jobs.refresh();
      return true;
    } catch (thrown) {
      this.problem = asApiError(thrown);
      return false;
    } finally {
      this.busy = null;
    }
  }

  /** What a run of a job would see. */
  async explain(id: string): Promise<JobExplained | null> {
    this.problem = null;
    try {
      return await connection.rpc("cron.explain", { id });
    } catch (thrown) {
      this.problem = asApiError(thrown);
      return null;
    }
  }
}

export const actions = new JobActions();
