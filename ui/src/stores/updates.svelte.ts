//! Whether there is a newer Cove: asked when a person asks.
import type { UpdateChecked } from "$lib/bindings/UpdateChecked";
import { asApiError } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";

/** How this installation is brought up to date. */
export const updates = new Live("update.look", {}, [], true);

export class UpdateQuestion {
  busy = $state(false);
  error = $state<string | null>(null);
  /** The answer; null = not asked yet. */
  found = $state.raw<UpdateChecked | null>(null);

  async ask(): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      this.found = await connection.rpc("update.check", {});
    } catch (thrown) {
      const { message, hint } = asApiError(thrown);
      this.error = hint ? t("window-problem-hint", { message, hint }) : message;
    } finally {
      this.busy = false;
    }
  }
}
