//! One change from a settings page: busy while it runs, its undo in the bar, its error beside it.
import { asApiError, type Method, type Params } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { connection } from "./connection.svelte";
import { undoBar } from "./undo.svelte";

export class Change {
  busy = $state(false);
  error = $state<string | null>(null);

  /** True if the gateway took it. */
  async run<M extends Method>(method: M, params: Params<M>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      const answer = await connection.change(method, params);
      if (typeof answer === "object" && "undo" in answer) undoBar.show(answer.undo);
      return true;
    } catch (thrown) {
      const { message, hint } = asApiError(thrown);
      this.error = hint ? t("window-problem-hint", { message, hint }) : message;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
