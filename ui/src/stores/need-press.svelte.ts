//! A button of what needs the person: carried out, or the place it leads to.
import type { NeedButton } from "$lib/presenters/needs";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";
import { where } from "./place.svelte";
import { undoBar } from "./undo.svelte";

export class NeedPress {
  /** The button that is at work: `<need>/<label>`. */
  busy = $state("");
  problem = $state<string | null>(null);

  async press(id: string, { label, act }: NeedButton): Promise<void> {
    if ("open" in act) return where.go("settings", act.open);
    this.busy = `${id}/${label}`;
    this.problem = null;
    try {
      const answer = await connection.change(act.method, act.params);
      if ("undo" in answer) undoBar.show(answer.undo);
    } catch (thrown) {
      this.problem = asApiError(thrown).message;
    } finally {
      this.busy = "";
    }
  }
}
