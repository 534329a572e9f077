//! Going to anything by name: what there is, and going there.
import type { Address } from "$lib/presenters/address";
import { completed } from "$lib/presenters/complete";
import { gotoFound, gotoItems, type GotoItem, type Way } from "$lib/presenters/goto";
import { t } from "$lib/words/words.svelte";
import { chat } from "./chat.svelte";
import { commands, pairings, status } from "./home.svelte";
import { editor } from "./job-editor.svelte";
import { jobs } from "./jobs.svelte";
import { note } from "./note.svelte";
import { files } from "./notes.svelte";
import { gotoPanel } from "./goto-panel.svelte";
import { SETTINGS, where } from "./place.svelte";
import { allSessions, reader } from "./sessions.svelte";

class Goto {
  query = $state("");

  /** What the words mean. */
  get found(): GotoItem[] {
    const items = gotoItems({
      sessions: allSessions.value?.sessions ?? [],
      jobs: jobs.value?.jobs ?? [],
      files: files.value?.files ?? [],
      commands: commands.value?.commands ?? [],
      name: status.value?.agentName ?? t("window-name"),
    });
    return gotoFound(items, this.query);
  }

  /** The panel is there. */
  begin(): void {
    for (const live of [allSessions, jobs, files, commands]) live.want();
    this.query = "";
  }

  go(way: Way): void {
    gotoPanel.close();
    switch (way.to) {
      case "place":
        return where.go(way.place, way.part);
      case "talk":
        void reader.open(way.sessionId);
        return where.go("sessions");
      case "note":
        void note.open(way.path);
        return where.go("notes");
      case "command":
        chat.draft = completed(way.command);
        return where.go("chat");
      case "job":
        this.#job(way.id);
        return where.go("schedule");
    }
  }

  /** Where a link, the tray or a notification leads. What is not there any more is left out. */
  async address({ place, within }: Address): Promise<void> {
    if (within === null) return this.go({ to: "place", place });
    switch (place) {
      case "chat":
        void chat.show(within);
        return this.go({ to: "place", place });
      case "schedule": {
        // A job has a name only once the list is there.
        if (!jobs.value) await jobs.now();
        const known = jobs.value?.jobs.some(({ id }) => id === within);
        if (within === "new") return this.go({ to: "job", id: null });
        return this.go(known ? { to: "job", id: within } : { to: "place", place });
      }
      case "notes":
        return this.go({ to: "note", path: within });
      case "sessions":
        return this.go({ to: "talk", sessionId: within });
      case "settings": {
        const part = SETTINGS.find((name) => name === within);
        return this.go(part ? { to: "place", place, part } : { to: "place", place });
      }
      default:
        return this.go({ to: "place", place });
    }
  }

  #job(id: string | null): void {
    const zone = status.value?.zone ?? "UTC";
    const row = jobs.value?.jobs.find((job) => job.id === id);
    if (row) return editor.open(row, zone);
    const person = pairings.value?.people.find(({ channel }) => channel === "telegram");
    editor.fresh(zone, person ? `telegram:${person.id}` : "last");
  }
}

export const goto = new Goto();
