//! The heartbeat as its page shows it: the copies, and the quiet hours while they are being moved.
//!
//! Owns asking for ticks and costs of hours that are not set yet: one question at a time, the
//! newest last. Decides nothing and counts nothing: every figure is the gateway's.
import type { BeatEstimate } from "$lib/bindings/BeatEstimate";
import { hoursOf, quietOf, type Quiet } from "$lib/presenters/dial";
import { Change } from "./change.svelte";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";
import { Drafts } from "./note-drafts";
import { Note } from "./note.svelte";

/** What a change of the heartbeat's own settings shows up in. */
const SET = ["heartbeat", "config", "models"] as const;

export const settings = new Live("heartbeat.settings", {}, SET, true);
export const report = new Live("heartbeat.last", {}, [...SET, "holds", "files"], true);
export const savings = new Live("heartbeat.savings", {}, [...SET, "files"], true);
export const decisions = new Live("heartbeat.list", { limit: 6 }, ["heartbeat"], true);
export const allDecisions = new Live("heartbeat.list", { limit: 200 }, ["heartbeat"], true);
/** HEARTBEAT.md. */
export const list = new Note(connection, new Drafts(() => localStorage));
export const LIST = "HEARTBEAT.md";

/** A key that is pressed again within this time is one move, ms. */
const SETTLED = 500;

class QuietHours {
  /** While they are being moved and until that is kept: `undefined` = as the settings say. */
  #draft = $state.raw<Quiet | null | undefined>(undefined);
  /** The beats of the day that is shown, instants. */
  beats = $state.raw<readonly number[]>([]);
  estimate = $state.raw<BeatEstimate | null>(null);
  /** Said by a screen reader once they rest. */
  spoken = $state("");
  change = new Change();

  #asking = false;
  #again = false;
  #day = "";
  #timer: ReturnType<typeof setTimeout> | null = null;
  #moves = 0;

  /** As they are shown: moved, or set. */
  get shown(): Quiet | null {
    if (this.#draft !== undefined) return this.#draft;
    return settings.value ? quietOf(settings.value) : null;
  }

  get moving(): boolean {
    return this.#draft !== undefined;
  }

  /** Moved, not yet kept: ticks and costs follow. */
  move(quiet: Quiet | null): void {
    this.#draft = quiet;
    this.#moves += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.look();
  }

  /** Moved by a key: kept when no further one follows. */
  step(quiet: Quiet, say: () => string): void {
    this.move(quiet);
    this.#timer = setTimeout(() => void this.keep(say), SETTLED);
  }

  /** They rest: the gateway keeps them. */
  async keep(say: () => string): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#draft === undefined) return;
    const moves = this.#moves;
    const kept = await this.change.run("heartbeat.change", hoursOf(this.#draft));
    // They were moved on meanwhile: that move is kept in its turn.
    if (moves !== this.#moves) return;
    if (kept) await settings.now();
    this.#draft = undefined;
    await this.#ask();
    if (kept) this.spoken = say();
  }

  /** The day the dial shows has begun, or what is set has changed. */
  look(day = this.#day): void {
    this.#day = day;
    if (this.#asking) this.#again = true;
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#day === "") return;
    this.#asking = true;
    do {
      this.#again = false;
      const wish = this.#draft === undefined ? {} : hoursOf(this.#draft);
      try {
        const [plan, estimate] = await Promise.all([
          connection.rpc("heartbeat.plan", { ...wish, from: this.#day, hours: 24 }),
          connection.rpc("heartbeat.estimate", wish),
        ]);
        this.beats = plan.beats;
        this.estimate = estimate;
      } catch {
        // What could be asked last stays; why the gateway does not answer is said elsewhere.
      }
    } while (this.#again);
    this.#asking = false;
  }
}

export const quietHours = new QuietHours();
