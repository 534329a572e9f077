//! One secret on its way in: a field, where to keep it if there is no keychain, and what went
//! wrong. The secret leaves the field as soon as it is stored.
import type { Keep } from "$lib/bindings/Keep";
import { asApiError } from "$lib/platform";
import { t } from "$lib/words/words.svelte";
import { connection } from "./connection.svelte";
import { undoBar } from "./undo.svelte";

/** Codes that mean: the person has to say where to keep it. */
const NO_PLACE = new Set(["keychain-absent", "keychain-locked", "secret-no-keychain"]);

export class KeyForm {
  value = $state("");
  error = $state<string | null>(null);
  busy = $state(false);
  /** No keychain works here: a choice has to be made. */
  choosing = $state(false);
  keep = $state<Extract<Keep, "this-run" | "passphrase">>("this-run");
  passphrase = $state("");

  /** True once it is stored. */
  async save(path: string, origin: string | undefined): Promise<boolean> {
    if (!this.value.trim()) {
      this.error = t("window-field-required");
      return false;
    }
    this.busy = true;
    this.error = null;
    const where = this.choosing ? { keep: this.keep } : {};
    const locked = this.choosing && this.keep === "passphrase";
    const passphrase = locked ? { passphrase: this.passphrase } : {};
    const params = { path, value: this.value.trim(), ...where, ...passphrase };
    try {
      const { undo } = await connection.change(
        "secret.set",
        origin ? { ...params, origin } : params,
      );
      undoBar.show(undo);
      this.value = "";
      this.passphrase = "";
      this.choosing = false;
      return true;
    } catch (thrown) {
      this.#refused(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #refused(thrown: unknown): void {
    const error = asApiError(thrown);
    this.choosing ||= NO_PLACE.has(error.code);
    const { message, hint } = error;
    this.error = hint ? t("window-problem-hint", { message, hint }) : message;
  }
}
