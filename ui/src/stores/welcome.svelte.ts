//! The welcome: which step waits, and going on.
//!
//! Owns the step in this window; the home remembers it (`ui.welcome`), so that it goes on there.
import type { FirstStep } from "$lib/bindings/FirstStep";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";
import { where } from "./place.svelte";

export const STEPS: readonly FirstStep[] = ["model", "you", "telegram"];

class Welcome {
  /** Where the person went; `undefined` = as the home says. */
  #gone = $state<FirstStep | null | undefined>(undefined);
  /** Why the home could not remember. */
  problem = $state<string | null>(null);

  /** The step that is open; null = the welcome is not. */
  get step(): FirstStep | null {
    return this.#gone === undefined ? (connection.welcome?.firstSteps ?? null) : this.#gone;
  }

  /** Opens a step, or ends the welcome. */
  async go(step: FirstStep | null): Promise<void> {
    this.#gone = step;
    if (step === null) where.go("chat");
    try {
      await connection.change("config.set", { path: "ui.welcome", value: step ?? "done" });
      this.problem = null;
    } catch (thrown) {
      this.problem = asApiError(thrown).message;
    }
  }

  next(): Promise<void> {
    return this.go(STEPS[STEPS.indexOf(this.step ?? "telegram") + 1] ?? null);
  }

  back(): Promise<void> {
    const at = STEPS.indexOf(this.step ?? "model");
    return this.go(STEPS[Math.max(0, at - 1)] ?? "model");
  }
}

export const welcome = new Welcome();
