//! A bot on its way in: its token tried, kept, and the bot switched on.
//!
//! Owns the order: nothing is kept before Telegram has named the bot.
import { asApiError } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { Change } from "./change.svelte";
import { connection } from "./connection.svelte";
import { KeyForm } from "./key-form.svelte";

export const TOKEN = "channels.telegram.botToken";
export const ENABLED = "channels.telegram.enabled";

export class TelegramConnect {
  readonly token = new KeyForm();
  readonly change = new Change();
  checking = $state(false);
  /** The bot of the token that was tried last. */
  name = $state<string | null>(null);
  #problem = $state<string | null>(null);

  get busy(): boolean {
    return this.checking || this.token.busy || this.change.busy;
  }

  get error(): string | null {
    return this.#problem ?? this.token.error ?? this.change.error;
  }

  /** Something else was typed. */
  touched(): void {
    this.name = null;
    this.#problem = null;
    this.token.error = null;
    this.change.error = null;
  }

  /** True once the bot listens. */
  async connect(): Promise<boolean> {
    if (this.busy) return false;
    if (!this.token.value.trim()) {
      this.token.error = t("window-field-required");
      return false;
    }
    if (this.name === null && !(await this.#ask())) return false;
    // The server is the settings' own (it may be a Bot API server at home), so none is named here.
    if (!(await this.token.save(TOKEN, undefined))) return false;
    return this.change.run("config.set", { path: ENABLED, value: true });
  }

  async #ask(): Promise<boolean> {
    this.touched();
    this.checking = true;
    try {
      const { name } = await connection.rpc("telegram.check", { token: this.token.value.trim() });
      this.name = name;
      return true;
    } catch (thrown) {
      const { message, hint } = asApiError(thrown);
      this.#problem = hint ? t("window-problem-hint", { message, hint }) : message;
      return false;
    } finally {
      this.checking = false;
    }
  }
}
