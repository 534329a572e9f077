//! The last change that can be taken back, and the bar that offers it.
import type { ApiError } from "$lib/bindings/ApiError";
import type { Undo } from "$lib/bindings/Undo";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";

/** How long the bar stays while nobody points at it, ms. */
const SHOWN = 10_000;

class UndoBar {
  offer = $state.raw<Undo | null>(null);
  problem = $state.raw<ApiError | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** A mutation answered. */
  show(undo: Undo | null): void {
    this.offer = undo;
    this.problem = null;
    this.resume();
  }

  /** Hovered or focused: it stays. */
  hold(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  resume(): void {
    this.hold();
    if (this.offer) this.#timer = setTimeout(() => (this.offer = null), SHOWN);
  }

  async run(): Promise<void> {
    const undo = this.offer;
    if (!undo) return;
    try {
      await connection.change("undo.run", { id: undo.id });
      this.offer = null;
    } catch (thrown) {
      this.problem = asApiError(thrown);
      this.resume();
    }
  }
}

export const undoBar = new UndoBar();
