import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openWindow, warm, WARMING, type OpenWindow } from "$lib/test/window";
import { readAddress } from "$lib/presenters/address";

let opened: OpenWindow | null = null;

const here = () => document.querySelector("[aria-current=page]")?.getAttribute("data-testid");

/** As the shell does it. */
function lead(address: string): void {
  location.hash = address;
}

beforeAll(async () => {
  await warm();
  await import("../pages/chat/ChatPage.svelte");
  await import("../pages/notes/NotesPage.svelte");
  await import("../pages/schedule/SchedulePage.svelte");
  await import("../pages/settings/SettingsPage.svelte");
}, WARMING);
afterEach(() => opened?.close());

describe("an address", () => {
  it("names a place and something in it, or nothing", () => {
    const check = (hash: string, expected: unknown) => expect(readAddress(hash)).toEqual(expected);
    check("", null);
    check("#page", null);
    check("#/elsewhere/1", null);
    check("#/home", { place: "home", within: null });
    check("#/schedule/new", { place: "schedule", within: "new" });
    check("#/notes/memory/2026-11-21.md", { place: "notes", within: "memory/2026-11-21.md" });
    check("#/chat/agent:main:telegram:group:-100%2F5", {
      place: "chat",
      within: "agent:main:telegram:group:-100/5",
    });
    check("#/chat/%E5", { place: "chat", within: null });
  });

  it("leads to a place, and to the same a second time", async () => {
    opened = await openWindow("scene=quiet", undefined, "home");
    lead("#/schedule");
    await waitFor(() => expect(here()).toBe("place-schedule"));
    expect(location.hash).toBe("");
    const { where } = await import("$lib/stores/place.svelte");
    where.go("home");
    await waitFor(() => expect(here()).toBe("place-home"));
    lead("#/schedule");
    await waitFor(() => expect(here()).toBe("place-schedule"));
  });

  it("opens a new reminder, a job, a note and a part of the settings", async () => {
    opened = await openWindow("scene=quiet", undefined, "home");
    lead("#/schedule/new");
    await waitFor(() => expect(here()).toBe("place-schedule"));
    const { editor } = await import("$lib/stores/job-editor.svelte");
    await waitFor(() => expect(editor.draft).toMatchObject({ id: null, what: "remind" }));
    const { jobs } = await import("$lib/stores/jobs.svelte");
    const job = jobs.value?.jobs[0];
    lead(`#/schedule/${job?.id ?? "?"}`);
    await waitFor(() => expect(editor.draft?.name).toBe(job?.name));
    lead("#/notes/MEMORY.md");
    await waitFor(() => expect(here()).toBe("place-notes"));
    const { note } = await import("$lib/stores/note.svelte");
    await waitFor(() => expect(note.path).toBe("MEMORY.md"));
    lead("#/settings/backup");
    await waitFor(() => expect(here()).toBe("place-settings"));
    const { where } = await import("$lib/stores/place.svelte");
    expect(where.part).toBe("backup");
    const title = await screen.findByRole("heading", { level: 1 });
    expect(title.textContent).toContain("Settings");
  });

  it("only opens: nothing is changed by it", async () => {
    opened = await openWindow("scene=quiet", undefined, "home");
    const changed = () =>
      opened?.gateway.calls.filter(({ requestId }) => requestId !== undefined).length;
    const before = changed();
    lead("#/chat/agent:main:main");
    await waitFor(() => expect(here()).toBe("place-chat"));
    lead("#/schedule/gone");
    await waitFor(() => expect(here()).toBe("place-schedule"));
    expect(changed()).toBe(before);
  });
});
