import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let opened: OpenWindow;

/** With the keyboard, as from any page. */
async function openPanel(query = "scene=quiet"): Promise<HTMLElement> {
  opened = await openWindow(query, undefined, "home");
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  const panel = await screen.findByTestId("goto");
  await waitFor(() => expect(labels().length).toBeGreaterThan(8));
  return panel;
}

const labels = () =>
  screen.queryAllByTestId("goto-item").map((row) => row.querySelector(".label")?.textContent ?? "");
const words = () => screen.getByTestId("goto-words");
const here = () => document.querySelector("[aria-current=page]")?.getAttribute("data-testid");

async function type(text: string): Promise<void> {
  await fireEvent.input(words(), { target: { value: text } });
}

beforeAll(async () => {
  await warm();
  // The places it leads to are compiled before, too.
  await import("./GotoPanel.svelte");
  await import("../chat/ChatPage.svelte");
  await import("../notes/NotesPage.svelte");
  await import("../schedule/SchedulePage.svelte");
  await import("../sessions/SessionsPage.svelte");
}, WARMING);
afterEach(() => opened.close());

describe("going to anything", () => {
  it("lists every place at first, and goes there by keys alone", async () => {
    await openPanel();
    expect(labels().slice(0, 3)).toEqual(["Home", "Chat", "Schedule"]);
    await fireEvent.keyDown(words(), { key: "ArrowDown" });
    await fireEvent.keyDown(words(), { key: "ArrowDown" });
    const chosen = screen
      .getAllByTestId("goto-item")
      .find((row) => row.getAttribute("aria-selected") === "true");
    expect(words().getAttribute("aria-activedescendant")).toBe(chosen?.id);
    await fireEvent.keyDown(words(), { key: "Enter" });
    await waitFor(() => expect(here()).toBe("place-schedule"));
    await waitFor(() => expect(screen.queryByTestId("goto")).toBeNull());
  });

  it("opens a conversation", async () => {
    await openPanel();
    await waitFor(() => expect(labels()).toContain("Studio Lind"));
    await type("stud");
    await fireEvent.keyDown(words(), { key: "Enter" });
    await waitFor(() => expect(here()).toBe("place-sessions"));
    expect(opened.asked("sessions.show").at(-1)?.params).toMatchObject({
      session: "agent:main:telegram:group:-100",
    });
  });

  it("opens a note", async () => {
    await openPanel();
    await type("todo.md");
    await waitFor(() => expect(labels()).toHaveLength(1));
    await fireEvent.keyDown(words(), { key: "Enter" });
    await waitFor(() => expect(here()).toBe("place-notes"));
    expect(opened.asked("workspace.read").at(-1)?.params).toMatchObject({ path: "TODO.md" });
  });

  it("opens a job, and a new one", async () => {
    await openPanel();
    await type("morning br");
    await waitFor(() => expect(labels()).toContain("Morning brief"));
    await fireEvent.keyDown(words(), { key: "Enter" });
    await screen.findByRole("heading", { level: 1, name: "Morning brief" });
    await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
    await screen.findByTestId("goto");
    await type("new job");
    await fireEvent.keyDown(words(), { key: "Enter" });
    await screen.findByRole("heading", { level: 1, name: "New job" });
  });

  it("writes a command into the message, to be sent or not", async () => {
    await openPanel();
    await type("/comp");
    await waitFor(() => expect(labels()).toEqual(["/compact"]));
    await fireEvent.keyDown(words(), { key: "Enter" });
    const composer = await screen.findByTestId("composer");
    expect((composer as HTMLTextAreaElement).value).toBe("/compact ");
    expect(opened.asked("chat.send")).toHaveLength(0);
  });

  it("says when nothing is called so, and goes away with Esc or the same key", async () => {
    const panel = await openPanel();
    await type("zebra");
    expect(within(panel).getByRole("status").textContent).toContain("zebra");
    await fireEvent.keyDown(words(), { key: "Escape" });
    await waitFor(() => expect(screen.queryByTestId("goto")).toBeNull());
    await fireEvent.click(screen.getByTestId("goto-open"));
    await screen.findByTestId("goto");
    await fireEvent.keyDown(window, { key: "k", metaKey: true });
    await waitFor(() => expect(screen.queryByTestId("goto")).toBeNull());
  });

  it.each(["scene=quiet", "scene=quiet&lang=zh-CN"])("is sound to axe in “%s”", async (query) => {
    await openPanel(query);
    expect(await violations()).toEqual([]);
  });
});
