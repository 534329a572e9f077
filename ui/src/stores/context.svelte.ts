//! How full the conversation is and what can be done about it: the report, what compacting would
//! free, compacting, beginning anew.
//!
//! Outlives the panel that shows it: compacting takes a while, and writing stays possible meanwhile.
import type { ApiError } from "$lib/bindings/ApiError";
import type { CompactForecast } from "$lib/bindings/CompactForecast";
import type { CompactResult } from "$lib/bindings/CompactResult";
import type { ContextReport } from "$lib/bindings/ContextReport";
import type { ResetMode } from "$lib/bindings/ResetMode";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import { undoBar } from "./undo.svelte";

/** The setting that says how a person's own fresh start begins. */
const MANUAL = "session.reset.manual";

export type Work = "compact" | ResetMode | "undo";

export class ContextDesk {
  report = $state.raw<ContextReport | null>(null);
  forecast = $state.raw<CompactForecast | null>(null);
  /** How a fresh start begins where nothing else is chosen. */
  manual = $state<ResetMode>("save");
  /** What is at work. */
  busy = $state<Work | null>(null);
  /** What compacting came to, and in which conversation. */
  done = $state.raw<{ key: string; result: CompactResult } | null>(null);
  problem = $state.raw<ApiError | null>(null);
  /** The panel is open: results are shown there, else in the undo bar. */
  open = $state(false);

  #line: Connection;
  #asked = 0;

  constructor(line: Connection) {
    this.#line = line;
  }

  /** Asks for the figures of a conversation; the old ones stand until the new ones are there. */
  async look(key: string): Promise<void> {
    const asked = ++this.#asked;
    if (this.report?.sessionKey !== key) this.report = this.forecast = null;
    if (this.done?.key !== key) this.done = null;
    const [report, forecast, manual] = await Promise.allSettled([
      this.#line.rpc("context.report", { key }),
      this.#line.rpc("context.compactPreview", { key }),
      this.#line.rpc("config.get", { path: MANUAL }),
    ]);
    if (asked !== this.#asked) return;
    if (report.status === "fulfilled") this.report = report.value;
    this.forecast = forecast.status === "fulfilled" ? forecast.value : null;
    const chosen = manual.status === "fulfilled" ? manual.value.value : null;
    this.manual = chosen === "plain" ? "plain" : "save";
  }

  async compact(key: string, instructions: string): Promise<void> {
    await this.#work("compact", async () => {
      const wish = instructions.trim();
      const params = wish ? { key, instructions: wish } : { key };
      const result = await this.#line.change("context.compact", params);
      this.done = { key, result };
      if (!this.open && result.undo) undoBar.show(result.undo);
    });
  }

  async takeBack(): Promise<void> {
    const undo = this.done?.result.undo;
    if (!undo) return;
    await this.#work("undo", async () => {
      await this.#line.change("undo.run", { id: undo.id });
      this.done = null;
    });
  }

  /** Begins anew; true if it did. */
  async fresh(key: string, mode: ResetMode, remember: boolean): Promise<boolean> {
    return this.#work(mode, async () => {
      const answer = await this.#line.change("sessions.reset", { key, mode });
      this.done = null;
      undoBar.show(answer.undo);
      if (remember) await this.#line.change("config.set", { path: MANUAL, value: mode });
    });
  }

  async #work(what: Work, run: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = what;
    this.problem = null;
    try {
      await run();
      return true;
    } catch (thrown) {
      this.problem = asApiError(thrown);
      return false;
    } finally {
      this.busy = null;
    }
  }
}

export const contextDesk = new ContextDesk(connection);
