import axe from "axe-core";
import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeGateway } from "$lib/platform/fake/gateway";
import { scene as sceneOf } from "$lib/platform/fake/scenes";

// The first window compiles every component and the editor.
vi.setConfig({ testTimeout: 90_000 });

let gateway: FakeGateway;
let cleanup: () => void = () => undefined;

/** The notes over a scripted gateway, with fresh stores. */
async function openNotes(query: string, change: (gateway: FakeGateway) => void = () => undefined) {
  vi.resetModules();
  localStorage.clear();
  const { FakeGateway: Fresh } = await import("$lib/platform/fake/gateway");
  const { usePlatform } = await import("$lib/platform");
  const { speak } = await import("$lib/words/words.svelte");
  gateway = new Fresh(sceneOf(new URLSearchParams(query)));
  change(gateway);
  usePlatform(gateway);
  await speak(query.includes("zh") ? "zh-CN" : "en");
  const { default: App } = await import("$lib/app/App.svelte");
  const library = await import("@testing-library/svelte");
  cleanup = library.cleanup;
  library.render(App);
  await fireEvent.click(screen.getByTestId("place-notes"));
  await vi.waitFor(() => expect(screen.getByTestId("note-saved")).toBeTruthy(), 60_000);
}

/** What stands in the editor's own tree. */
async function editor(): Promise<ShadowRoot> {
  return vi.waitFor(() => {
    const root = screen.getByTestId("editor").shadowRoot;
    if (!root?.querySelector(".cm-content")) throw new Error("no editor yet");
    return root;
  }, 60_000);
}

const inside = (root: ShadowRoot, id: string) =>
  root.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const asked = (method: string) => gateway.calls.filter((call) => call.method === method);

/** Contrast needs real layout and is checked in the real window. */
async function violations(): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false }, "page-has-heading-one": { enabled: true } };
  const result = await axe.run(document, { rules });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

beforeEach(() => {
  document.title = "Cove";
});
afterEach(() => cleanup());

describe("the notes", () => {
  it("open what the agent remembers, with what it weighs and costs", async () => {
    await openNotes("scene=quiet");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("What Wren remembers");
    expect(screen.getByTestId("note-weight").textContent).toContain("each time Wren reads it");
    expect(screen.getByTestId("note-saved").dataset["state"]).toBe("saved");
    expect((await editor()).textContent).toContain("Runs Studio Lind");
  });

  it("tick a task in the text and save it", async () => {
    await openNotes("scene=quiet");
    const box = inside(await editor(), "task") as HTMLInputElement;
    expect(box.checked).toBe(false);
    box.click();
    await vi.waitFor(() => expect(asked("workspace.write")).toHaveLength(1));
    expect(gateway.notes.texts.get("MEMORY.md")).toContain("- [x] Decide on the New York trip");
  });

  it("let a person choose where both wrote, and keep both by one press", async () => {
    await openNotes("scene=conflict");
    const root = await editor();
    const panel = await vi.waitFor(() => {
      const found = inside(root, "conflict");
      if (!found) throw new Error("no conflict yet");
      return found;
    });
    expect(panel.textContent).toContain("You and Wren changed the same lines.");
    expect(root.textContent).not.toContain("<<<<<<<");
    panel.querySelector<HTMLElement>("[data-testid=keep-both]")?.click();
    await vi.waitFor(() => expect(asked("workspace.write")).toHaveLength(1));
    const text = gateway.notes.texts.get("MEMORY.md") ?? "";
    expect(text).toContain("call her, do not write. First reminder sent 11 March.\n- Café");
    expect(text).not.toContain("<<<<<<<");
    expect(inside(root, "conflict")).toBeNull();
  });

  it("warn of a password and take it out when asked", async () => {
    await openNotes("scene=quiet");
    const root = await editor();
    const hint = await vi.waitFor(() => {
      const found = inside(root, "secret-hint");
      if (!found) throw new Error("no hint yet");
      return found;
    });
    hint.querySelector<HTMLElement>("[data-testid=secret-out]")?.click();
    await vi.waitFor(() => expect(asked("workspace.write")).toHaveLength(1));
    expect(gateway.notes.texts.get("MEMORY.md")).toContain("password: \n");
  });

  it("leave a password that may stay", async () => {
    await openNotes("scene=quiet");
    const root = await editor();
    await vi.waitFor(() => expect(inside(root, "secret-hint")).not.toBeNull());
    inside(root, "secret-hint")?.querySelector<HTMLElement>("[data-testid=secret-keep]")?.click();
    await vi.waitFor(() => expect(inside(root, "secret-hint")).toBeNull());
    expect(asked("workspace.write")).toHaveLength(0);
  });

  it("offer an example for an empty note and insert it", async () => {
    await openNotes("scene=quiet");
    await fireEvent.click(screen.getByTestId("note-TODO.md"));
    const empty = await screen.findByTestId("empty-note");
    expect(empty.textContent).toContain("Open tasks, one a line.");
    await editor();
    await vi.waitFor(async () => {
      await fireEvent.click(within(empty).getByTestId("insert-example"));
      expect(asked("workspace.write").length).toBeGreaterThan(0);
    }, 5_000);
    expect(gateway.notes.texts.get("TODO.md")).toContain("Book the dentist");
    await vi.waitFor(() => expect(screen.queryByTestId("empty-note")).toBeNull());
  });

  it("show who changed what, its lines, and take a change back", async () => {
    await openNotes("scene=quiet");
    await fireEvent.click(screen.getByTestId("toggle-history"));
    if (!screen.queryByTestId("note-history"))
      await fireEvent.click(screen.getByTestId("toggle-history"));
    const rows = await screen.findAllByTestId("change");
    expect(rows.map((row) => row.dataset["by"])).toEqual([
      "agent",
      "person",
      "agent",
      "person",
      "elsewhere",
    ]);
    await fireEvent.click(within(rows[0] as HTMLElement).getByRole("button"));
    const diff = await screen.findByTestId("diff");
    expect(diff.textContent).toContain("Reza");
    await fireEvent.click(screen.getByText("Take this change back"));
    await vi.waitFor(() => expect(asked("workspace.revert")).toHaveLength(1));
    expect(asked("workspace.revert")[0]?.params).toEqual({ path: "MEMORY.md", version: 4 });
  });

  it("are one stop of Tab, walked by arrows", async () => {
    await openNotes("scene=quiet");
    const rows = within(screen.getByTestId("note-files")).getAllByTitle(/\.md$/);
    expect(rows.filter((row) => row.tabIndex === 0)).toEqual([
      screen.getByTestId("note-MEMORY.md"),
    ]);
    screen.getByTestId("note-MEMORY.md").focus();
    await fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown" });
    expect(document.activeElement).toBe(screen.getByTestId("note-SOUL.md"));
    await fireEvent.keyDown(document.activeElement as Element, { key: "Home" });
    expect(document.activeElement).toBe(screen.getByTestId("note-HEARTBEAT.md"));
  });

  it("walk the days by keys and open the note of one", async () => {
    await openNotes("scene=quiet");
    const table = screen.getByTestId("note-days");
    const stop = () => table.querySelector<HTMLElement>("[tabindex='0']");
    const first = stop()?.dataset["testid"] ?? "";
    await fireEvent.keyDown(table, { key: "ArrowLeft" });
    await vi.waitFor(() => expect(stop()?.dataset["testid"]).not.toBe(first));
    expect(document.activeElement).toBe(stop());
    expect(stop()?.getAttribute("aria-label")).toContain("has a note");
    await fireEvent.click(stop() as HTMLElement);
    await vi.waitFor(() =>
      expect(asked("workspace.read").at(-1)?.params).toMatchObject({
        path: `memory/${stop()?.dataset["testid"]?.slice(4) ?? ""}.md`,
      }),
    );
  });

  it("say that a note could not be opened, and try again", async () => {
    await openNotes("scene=quiet");
    const error = { code: "file-not-text", message: "Not a text.", params: {} };
    gateway.failures.set("workspace.read", error);
    await fireEvent.click(screen.getByTestId("note-invoices.md"));
    const banner = await screen.findByTestId("note-problem");
    expect(banner.textContent).toContain("Not a text.");
    expect(await violations()).toEqual([]);
    gateway.failures.clear();
    await fireEvent.click(within(banner).getByText("Try again"));
    await vi.waitFor(() => expect(screen.queryByTestId("note-problem")).toBeNull());
  });

  it.each(["scene=quiet", "scene=conflict", "scene=quiet&lang=zh-CN"])(
    "are sound to axe in scene “%s”",
    async (query) => {
      await openNotes(query);
      await editor();
      if (!screen.queryByTestId("note-history"))
        await fireEvent.click(screen.getByTestId("toggle-history"));
      const rows = await screen.findAllByTestId("change");
      await fireEvent.click(within(rows[0] as HTMLElement).getByRole("button"));
      await screen.findByTestId("diff");
      expect(await violations()).toEqual([]);
    },
  );
});
