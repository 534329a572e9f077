//! The backups of the scripted home.
import type { BackupMade } from "$lib/bindings/BackupMade";
import type { BackupRestored } from "$lib/bindings/BackupRestored";
import type { BackupRow } from "$lib/bindings/BackupRow";
import type { BackupShelf } from "$lib/bindings/BackupShelf";

const FOLDER = "/home/anna/.cove/backups";
const DAY = 86_400_000;

export class FakeBackups {
  readonly rows: BackupRow[];
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
    const older = this.#row("cove-20270304-091200.zip", now - 7 * DAY - 5 * 3_600_000);
    older.contents = {
      build: "0.1.0",
      files: 58,
      conversations: 9,
      notes: 21,
      jobs: 3,
      settings: true,
      secrets: ["channels.telegram.botToken"],
      leftOut: [],
    };
    const odd = this.#row("holiday.zip", now - 30 * DAY);
    odd.problem = {
      code: "backup-not-ours",
      message: "This file is not a backup of Cove, or not all of it.",
      params: {},
    };
    this.rows = [older, odd];
  }

  #row(name: string, createdAt: number): BackupRow {
    const file = `${FOLDER}/${name}`;
    return { file, name, bytes: 4_100_000, createdAt, contents: null, problem: null };
  }

  list(): BackupShelf {
    return { folder: FOLDER, backups: this.rows };
  }

  make(): BackupMade {
    const row = this.#row("cove-2027-03-11.zip", this.#now);
    row.contents = {
      build: "0.1.0",
      files: 61,
      conversations: 12,
      notes: 24,
      jobs: 4,
      settings: true,
      secrets: [],
      leftOut: [],
    };
    this.rows.unshift(row);
    const { file, bytes } = row;
    return { file, bytes, files: 61, secrets: [], leftOut: [], keysInNotes: [] };
  }

  restore(file: string): BackupRestored {
    const row = this.rows.find((one) => one.file === file);
    this.make();
    return {
      kept: "/home/anna/.cove.before-restore-20270311-141200",
      createdAt: row?.createdAt ?? 0,
      build: "0.1.0",
      files: 58,
      secrets: row?.contents?.secrets ?? [],
    };
  }
}
