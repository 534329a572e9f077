//! A model on its way in: tried with one real call, its key kept, then used.
//!
//! Owns the order: nothing is kept before the model has answered, unless the person goes on all
//! the same where the key was not what failed.
import { asApiError } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { Change } from "./change.svelte";
import { connection } from "./connection.svelte";
import { KeyForm } from "./key-form.svelte";

/** What is to be connected. */
export interface Wanted {
  /** `provider/model`. */
  id: string;
  /** Where its key is kept. */
  path: string;
  /** The only server that gets the key. */
  origin: string;
  /** Of a server of one's own. */
  baseUrl?: string;
}

/** The key itself failed: going on would keep a key that does not work. */
const OF_THE_KEY = new Set(["model-key-refused", "model-key-missing", "model-unknown"]);

export class ModelCheck {
  readonly key = new KeyForm();
  readonly change = new Change();
  checking = $state(false);
  /** The model that answered last, and how long that took, ms. */
  answered = $state.raw<{ id: string; ms: number } | null>(null);
  /** Not checked for another reason than the key: the person may go on. */
  doubtful = $state(false);
  #problem = $state<string | null>(null);

  get busy(): boolean {
    return this.checking || this.key.busy || this.change.busy;
  }

  get error(): string | null {
    return this.#problem ?? this.key.error ?? this.change.error;
  }

  /** Something else was typed: what was found out is about the past. */
  touched(): void {
    this.answered = null;
    this.doubtful = false;
    this.#problem = null;
    this.key.error = null;
    this.change.error = null;
  }

  /** Tries the key that was pasted and keeps it at once if the model answers. */
  async check(wanted: Wanted): Promise<boolean> {
    if (this.busy) return false;
    return (await this.#ask(wanted)) && (await this.#keep(wanted));
  }

  /** Checks what was not checked, keeps the key and uses the model. True once it is in use. */
  async use(wanted: Wanted): Promise<boolean> {
    if (this.busy) return false;
    const known = this.answered?.id === wanted.id;
    if (!known && !this.doubtful && !(await this.#ask(wanted))) return false;
    if (!(await this.#keep(wanted))) return false;
    const base = wanted.baseUrl ? { baseUrl: wanted.baseUrl } : {};
    return this.change.run("model.use", { id: wanted.id, ...base });
  }

  async #ask({ id, baseUrl }: Wanted): Promise<boolean> {
    this.touched();
    this.checking = true;
    const key = this.key.value.trim();
    try {
      const params = { id, ...(baseUrl ? { baseUrl } : {}), ...(key ? { key } : {}) };
      const { ms } = await connection.rpc("model.check", params);
      this.answered = { id, ms };
      return true;
    } catch (thrown) {
      const { code, message, hint } = asApiError(thrown);
      this.doubtful = !OF_THE_KEY.has(code);
      this.#problem = hint ? t("window-problem-hint", { message, hint }) : message;
      return false;
    } finally {
      this.checking = false;
    }
  }

  async #keep({ path, origin }: Wanted): Promise<boolean> {
    return this.key.value.trim() ? this.key.save(path, origin) : true;
  }
}
