//! The agent's tools, of the scripted gateway.
import type { ToolRow } from "$lib/bindings/ToolRow";

const ROWS: readonly [name: string, title: string, about: string, changes: boolean][] = [
  ["read", "Read files", "Looks into your agent’s notes and files.", false],
  ["search", "Search the files", "Finds words in notes and files.", false],
  ["edit", "Change files", "Changes parts of a file. Every version is kept.", true],
  ["message", "Send messages", "Writes to you.", true],
  ["cron", "Make reminders and jobs", "Makes, changes and runs jobs.", true],
];

export class FakeTools {
  readonly #off = new Set<string>();

  rows(): ToolRow[] {
    return ROWS.map(([name, title, about, changes]) => {
      const pattern = name === "message" ? "mess*" : null;
      const on = pattern === null && !this.#off.has(name);
      return { name, title, about, changes, on, pattern };
    });
  }

  set(name: string, on: boolean): void {
    if (on) this.#off.delete(name);
    else this.#off.add(name);
  }
}
