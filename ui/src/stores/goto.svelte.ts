//! Going to anything by name: what there is, and going there.
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
import { where } from "./place.svelte";
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

  #job(id: string | null): void {
    const zone = status.value?.zone ?? "UTC";
    const row = jobs.value?.jobs.find((job) => job.id === id);
    if (row) return editor.open(row, zone);
    const person = pairings.value?.people.find(({ channel }) => channel === "telegram");
    editor.fresh(zone, person ? `telegram:${person.id}` : "last");
  }
}

export const goto = new Goto();
