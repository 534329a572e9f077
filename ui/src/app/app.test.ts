import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Scene } from "$lib/platform/fake/scenes";
import { openWindow as open, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let gateway: OpenWindow["gateway"];
let asked: OpenWindow["asked"];
let close: () => void = () => undefined;

async function openWindow(query: string, change?: (scene: Scene) => void): Promise<void> {
  ({ gateway, asked, close } = await open(query, change));
}

beforeAll(warm, WARMING);
afterEach(() => close());

describe("the window", () => {
  it("says hello first, so that the shell shows it", async () => {
    await openWindow("");
    expect(gateway.calls[0]?.method).toBe("hello");
  });

  it("shows the conversation, the model and how full it is", async () => {
    await openWindow("");
    expect(screen.getAllByTestId("message").map((row) => row.dataset["speaker"])).toEqual([
      "person",
      "agent",
      "note",
      "person",
      "agent",
      "person",
      "agent",
    ]);
    expect(screen.getByTestId("model-name").textContent).toContain("Claude Haiku 4.5");
    expect(screen.getByTestId("context-ring").dataset["percent"]).toBe("81");
    expect(screen.getAllByTestId("tool")[0]?.textContent).toContain("searched 14 notes");
  });

  it("reads what a command answers in several lines line by line", async () => {
    await openWindow("", (scene) => {
      const said = scene.page.messages.find(({ speaker }) => speaker === "note");
      if (said) said.text = "**Looking**\n/help: what you are reading\n/status: how everything is";
    });
    const rows = screen.getAllByTestId("message");
    const note = rows.find((row) => row.dataset["speaker"] === "note");
    expect(note?.querySelector("strong")?.textContent).toBe("Looking");
    expect(note?.querySelectorAll("br")).toHaveLength(2);
  });

  it("sends with Enter, not with Shift and Enter nor while an input method composes", async () => {
    await openWindow("scene=quiet", (scene) => (scene.answer = null));
    const composer = screen.getByTestId("composer");
    await fireEvent.input(composer, { target: { value: "Hello" } });
    await fireEvent.keyDown(composer, { key: "Enter", shiftKey: true });
    await fireEvent.keyDown(composer, { key: "Enter", isComposing: true });
    expect(asked("chat.send")).toHaveLength(0);
    await fireEvent.keyDown(composer, { key: "Enter" });
    await vi.waitFor(() => expect(screen.getByTestId("waiting").textContent).toContain("Hello"));
    expect(asked("chat.send")[0]?.params).toMatchObject({ text: "Hello" });
    expect((composer as HTMLTextAreaElement).value).toBe("");
  });

  it("says that it is attached to a gateway of its own, until that was read", async () => {
    await openWindow("", (scene) => (scene.status.gateway = { pid: 4711, embedded: false }));
    const banner = screen.getByTestId("attached");
    expect(banner.textContent).toContain("process 4711");
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(banner).getByTestId("attached-read"));
    expect(screen.queryByTestId("attached")).toBeNull();
  });

  it("says nothing of the gateway it runs itself", async () => {
    await openWindow("");
    expect(screen.queryByTestId("attached")).toBeNull();
  });

  it("stops by button and by key", async () => {
    await openWindow("");
    await fireEvent.click(screen.getByTestId("stop"));
    await fireEvent.keyDown(window, { key: ".", ctrlKey: true });
    await vi.waitFor(() => expect(asked("chat.stop")).toHaveLength(2));
  });

  it("labels practice wherever it answers", async () => {
    await openWindow("scene=empty");
    expect(screen.getByTestId("model-name").textContent).toContain("Practice, no AI, free");
    const empty = await screen.findByTestId("empty-chat");
    await fireEvent.click(within(empty).getAllByRole("button")[0] as HTMLElement);
    expect(asked("chat.send")[0]?.params).toMatchObject({ text: "What is on my list?" });
  });

  it("asks before it goes on where the allowance is used up", async () => {
    await openWindow("scene=error", ({ page }) => {
      const last = page.messages.at(-1);
      if (last) last.problem = { code: "allowance-ask", message: "Used up.", params: {} };
    });
    await fireEvent.click(screen.getByRole("button", { name: "Go on today" }));
    expect(asked("allowance.extend")).toHaveLength(1);
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("keeps the message when the key is refused and sends it again with the new one", async () => {
    await openWindow("scene=error");
    const card = screen.getByTestId("failure");
    await fireEvent.input(within(card).getByLabelText("New key"), { target: { value: "sk-1" } });
    await fireEvent.click(within(card).getByRole("button", { name: "Save and send again" }));
    await vi.waitFor(() => expect(asked("chat.retry")).toHaveLength(1));
    expect(asked("secret.set")[0]?.params).toEqual({
      path: "models.providers.anthropic.apiKey",
      value: "sk-1",
      origin: "https://api.anthropic.com",
    });
    expect(asked("chat.retry")[0]?.params).toMatchObject({
      text: "Which of the spring invoices are still unpaid?",
    });
  });

  it("shows what needs the person as one banner, worst first", async () => {
    await openWindow("scene=needs");
    const banner = await screen.findByTestId("needs-you");
    expect(banner.textContent).toContain("Weekly numbers");
    await fireEvent.click(within(banner).getByText("2 more"));
    await fireEvent.click(within(banner).getByText("Allow"));
    await vi.waitFor(() =>
      expect(asked("pairing.approve")[0]?.params).toEqual({
        channel: "telegram",
        code: "K7QM2WXD",
      }),
    );
  });

  it("shows a link's address before it leaves", async () => {
    const text = "[list](https://example.org/list)";
    await openWindow("scene=quiet", ({ page }) => Object.assign(page.messages[1] ?? {}, { text }));
    await fireEvent.click(screen.getByText("list"));
    expect(gateway.opened).toEqual([]);
    await vi.waitFor(() => expect(screen.getByText("https://example.org/list")).toBeTruthy());
    await fireEvent.click(screen.getByText("Open in browser"));
    await vi.waitFor(() => expect(gateway.opened).toEqual(["https://example.org/list"]));
  });

  it("connects a model: the key first, then the model", async () => {
    await openWindow("scene=empty");
    await fireEvent.click(screen.getByTestId("place-settings"));
    await fireEvent.click(await screen.findByTestId("provider-anthropic", {}, { timeout: 5000 }));
    await fireEvent.input(screen.getByTestId("provider-key"), { target: { value: "sk-2" } });
    await fireEvent.click(screen.getByTestId("provider-connect"));
    await vi.waitFor(() => expect(asked("model.use")).toHaveLength(1));
    expect(asked("secret.set")[0]?.params).toMatchObject({ value: "sk-2" });
    expect(asked("model.use")[0]?.params).toEqual({ id: "anthropic/claude-haiku-4-5" });
  });

  it("follows the home's language", async () => {
    await openWindow("lang=zh-CN");
    await vi.waitFor(() => expect(screen.getByTestId("place-chat").textContent).toContain("对话"));
    expect(document.documentElement.lang).toBe("zh-CN");
  });

  it.each(["", "scene=empty", "scene=error", "scene=needs"])(
    "is sound to axe in scene “%s”",
    async (query) => {
      await openWindow(query);
      expect(await violations()).toEqual([]);
    },
  );

  it("has settings that are sound to axe", async () => {
    await openWindow("scene=needs");
    await fireEvent.click(screen.getByTestId("place-settings"));
    for (const part of ["model", "telegram", "appearance", "language", "pause"]) {
      await fireEvent.click(await screen.findByTestId(`settings-${part}`, {}, { timeout: 5000 }));
      expect(await violations(), part).toEqual([]);
    }
  });
});
