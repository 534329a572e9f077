//! The backups of the home, and bringing one back.
import type { BackupMade } from "$lib/bindings/BackupMade";
import type { BackupRestored } from "$lib/bindings/BackupRestored";
import type { ApiError } from "$lib/bindings/ApiError";
import { asApiError } from "$lib/platform";
import { connection } from "./connection.svelte";
import { Live } from "./live.svelte";

/** Asked for again after each connection, so also when another home stands in the place of this. */
export const shelf = new Live("backup.list", {}, [], true);

class Backups {
  made = $state.raw<BackupMade | null>(null);
  restored = $state.raw<BackupRestored | null>(null);
  /** `make`, or the file that is being restored. */
  busy = $state<string | null>(null);
  failed = $state.raw<{ what: string; error: ApiError } | null>(null);

  async make(): Promise<void> {
    await this.#do("make", async () => {
      this.made = await connection.change("backup.create", {});
    });
    shelf.refresh();
  }

  async restore(file: string): Promise<void> {
    await this.#do(file, async () => {
      this.restored = await connection.change("backup.restore", { file });
      this.made = null;
    });
  }

  async #do(what: string, work: () => Promise<void>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = what;
    this.failed = null;
    try {
      await work();
    } catch (thrown) {
      this.failed = { what, error: asApiError(thrown) };
    } finally {
      this.busy = null;
    }
  }
}

export const backups = new Backups();
