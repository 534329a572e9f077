//! A file that is saved for the person: busy while it is written, then where it lies, or why not.
import type { Answer, Method, Params } from "$lib/platform";
import { asApiError } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { connection } from "./connection.svelte";

type Saving = Extract<Method, "logs.export" | "sessions.save">;

export class Save {
  busy = $state(false);
  /** Where it lies. */
  file = $state<string | null>(null);
  error = $state<string | null>(null);

  async run<M extends Saving>(method: M, params: Params<M>): Promise<void> {
    this.busy = true;
    this.clear();
    try {
      const saved: Answer<Saving> = await connection.change(method, params);
      this.file = saved.file;
    } catch (thrown) {
      const { message, hint } = asApiError(thrown);
      this.error = hint ? t("window-problem-hint", { message, hint }) : message;
    } finally {
      this.busy = false;
    }
  }

  /** It was read. */
  clear(): void {
    this.file = null;
    this.error = null;
  }
}
