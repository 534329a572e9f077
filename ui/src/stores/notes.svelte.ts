//! The list of the agent's files, and the changes of the open one.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChangeRow } from "$lib/bindings/ChangeRow";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";
import { undoBar } from "./undo.svelte";

/** Changes asked for at once. */
const PAGE = 30;

export const files = new Live("workspace.list", {}, ["files", "config", "models"], true);

class Changes {
  path = $state<string | null>(null);
  rows = $state.raw<ChangeRow[] | null>(null);
  more = $state(false);
  problem = $state.raw<ApiError | null>(null);
  /** The change whose lines are shown, and those. */
  opened = $state<number | null>(null);
  diff = $state.raw<string | null>(null);
  busy = $state(false);
  #limit = PAGE;
  #asked = 0;

  constructor() {
    connection.onSync(() => void this.#ask());
    connection.onEvent(({ happening }) => {
      if (happening.kind !== "changed" || happening.what !== "files") return;
      if (!happening.reference || happening.reference === this.path) void this.#ask();
    });
  }

  /** Shows a file's changes; null = none are shown. */
  show(path: string | null): void {
    if (path === this.path) return;
    this.path = path;
    this.rows = null;
    this.opened = null;
    this.diff = null;
    this.#limit = PAGE;
    void this.#ask();
  }

  showMore(): void {
    this.#limit += PAGE;
    void this.#ask();
  }

  /** Opens a change's lines, or closes them. */
  async open(row: ChangeRow): Promise<void> {
    const path = this.path;
    this.opened = this.opened === row.version ? null : row.version;
    this.diff = null;
    if (this.opened === null || path === null) return;
    try {
      const params = { path, from: row.before ?? 0, to: row.version };
      const { diff } = await connection.rpc("workspace.diff", params);
      if (this.path === path && this.opened === row.version) this.diff = diff;
    } catch (thrown) {
      this.problem = asApiError(thrown);
    }
  }

  /** Brings a version back, as a new change. */
  async bringBack(version: number): Promise<void> {
    if (this.path === null) return;
    this.busy = true;
    try {
      const params = { path: this.path, version };
      undoBar.show((await connection.change("workspace.revert", params)).undo);
      this.problem = null;
    } catch (thrown) {
      this.problem = asApiError(thrown);
    } finally {
      this.busy = false;
    }
  }

  async #ask(): Promise<void> {
    const path = this.path;
    if (path === null) return;
    const asked = ++this.#asked;
    try {
      const limit = this.#limit + 1;
      const { changes } = await connection.rpc("workspace.changes", { path, limit });
      if (asked !== this.#asked) return;
      this.rows = changes.slice(0, this.#limit);
      this.more = changes.length > this.#limit;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
  }
}

export const changes = new Changes();
