import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { Scene } from "$lib/platform/fake/scenes";
import { openWindow as open, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let asked: OpenWindow["asked"];
let gateway: OpenWindow["gateway"];
let close: () => void = () => undefined;

async function openWindow(query: string, change?: (scene: Scene) => void): Promise<void> {
  ({ asked, gateway, close } = await open(query, change));
}

beforeAll(warm, WARMING);
afterEach(() => close());

const people = () =>
  screen
    .getAllByTestId("message")
    .filter(({ dataset }) => dataset["speaker"] === "person")
    .map((row) => row.querySelector(".bubble")?.textContent);

async function openRing(change?: (scene: Scene) => void): Promise<HTMLElement> {
  await openWindow("scene=quiet", (scene) => {
    for (const row of scene.sessions) row.nextReset = "resets tonight at 04:00";
    change?.(scene);
  });
  await fireEvent.click(await screen.findByTestId("context-ring"));
  const panel = await screen.findByTestId("context-panel");
  await waitFor(() => expect(panel.textContent).toContain("Compacting now would free"));
  return panel;
}

describe("how full the conversation is", () => {
  it("stands as a bar and as a list, biggest first, with what compacting frees", async () => {
    const panel = await openRing();
    const lines = within(within(panel).getByTestId("context-parts")).getAllByRole("term");
    expect(lines.map(({ textContent }) => textContent.trim())).toEqual([
      "Conversation",
      "What tools answered",
      "Files",
      "Tools",
      "Instructions",
      "Free",
    ]);
    expect(panel.textContent).toContain("free 61k: 78k → about 17k. The last 6 messages stay");
    expect(panel.textContent).toContain("saves notes at 96%, compacts at 100%");
    expect(panel.textContent).toContain("Getting full");
    expect(panel.textContent).toContain("each message costs about $0.01");
    expect(within(panel).getByTestId("next-reset").textContent).toContain("the last 20 messages");
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(panel).getByTestId("context-details"));
    expect(within(panel).getByTestId("context-all").textContent).toContain("What the agent said");
  });

  it("is compacted with what the person says of the summary, and that can be taken back", async () => {
    const panel = await openRing();
    await fireEvent.click(within(panel).getByText("Say what matters"));
    const wish = within(panel).getByLabelText("What should the summary keep?");
    await fireEvent.input(wish, { target: { value: "the invoices" } });
    await fireEvent.click(within(panel).getByTestId("compact"));
    const told = await within(panel).findByTestId("compacted");
    expect(asked("context.compact")[0]?.params).toMatchObject({ instructions: "the invoices" });
    expect(told.textContent).toContain("78k → 17k");
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(told).getByTestId("compact-undo"));
    await waitFor(() => expect(asked("undo.run")[0]?.params).toEqual({ id: "u9" }));
    await waitFor(() => expect(within(panel).queryByTestId("compacted")).toBeNull());
  });

  it("says why nothing was compacted", async () => {
    const panel = await openRing((scene) => {
      const reason = { code: "x", message: "No.", hint: "Try later.", params: {} };
      const text = "Nothing was shortened: the model did not answer.";
      scene.compacted = { ...scene.compacted, outcome: "failed", text, reason, undo: null };
    });
    await fireEvent.click(within(panel).getByTestId("compact"));
    const told = await within(panel).findByTestId("compact-not");
    expect(told.textContent).toContain("the model did not answer. Try later.");
  });

  it("says that nothing is old enough instead of offering to compact", async () => {
    await openWindow("scene=quiet", (scene) => (scene.forecast.summarised = 0));
    await fireEvent.click(await screen.findByTestId("context-ring"));
    await screen.findByText(/there is nothing to compact/);
    expect(screen.queryByTestId("compact")).toBeNull();
  });

  it("begins new after saving, or at once, or not at all, and remembers if asked", async () => {
    const panel = await openRing();
    await fireEvent.click(within(panel).getByTestId("new-choose"));
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(panel).getByTestId("new-cancel"));
    expect(asked("sessions.reset")).toEqual([]);
    await fireEvent.click(within(panel).getByTestId("new-choose"));
    await fireEvent.click(within(panel).getByLabelText("Remember my choice"));
    await fireEvent.click(within(panel).getByTestId("new-plain"));
    await waitFor(() => expect(screen.queryByTestId("context-panel")).toBeNull());
    expect(asked("sessions.reset")[0]?.params).toMatchObject({ mode: "plain" });
    expect(asked("config.set")[0]?.params).toEqual({
      path: "session.reset.manual",
      value: "plain",
    });
    await screen.findByTestId("empty-chat");
  });
});

describe("saying it anew", () => {
  it("takes other words in the place of a message and of what followed", async () => {
    await openWindow("scene=quiet", (scene) => (scene.answer = "Yes."));
    const pencils = screen.getAllByTestId("edit");
    await fireEvent.click(pencils[1] as HTMLElement);
    const words = await screen.findByTestId("edit-words");
    expect((words as HTMLTextAreaElement).value).toContain("spring invoices");
    expect(await violations()).toEqual([]);
    await fireEvent.input(words, { target: { value: "Which are paid?" } });
    await fireEvent.keyDown(words, { key: "Enter" });
    await waitFor(() => expect(asked("chat.retry")).toHaveLength(1));
    expect(asked("chat.retry")[0]?.params).toMatchObject({
      messageId: "m4",
      text: "Which are paid?",
    });
    await waitFor(() =>
      expect(people()).toEqual([expect.stringContaining("dentist"), "Which are paid?"]),
    );
  });

  it("leaves all as it was on Esc", async () => {
    await openWindow("scene=quiet");
    const before = people();
    await fireEvent.click(screen.getAllByTestId("edit")[0] as HTMLElement);
    await fireEvent.keyDown(await screen.findByTestId("edit-words"), { key: "Escape" });
    expect(people()).toEqual(before);
    expect(asked("chat.retry")).toEqual([]);
  });

  it("asks again for another answer", async () => {
    await openWindow("scene=quiet");
    await fireEvent.click(screen.getAllByTestId("again")[0] as HTMLElement);
    await waitFor(() => expect(asked("chat.retry")[0]?.params).toMatchObject({ messageId: "m1" }));
  });

  it("is not offered while an answer is written", async () => {
    await openWindow("");
    expect(screen.queryByTestId("edit")).toBeNull();
    expect(screen.queryByTestId("again")).toBeNull();
  });
});

describe("slash commands", () => {
  async function type(text: string): Promise<HTMLTextAreaElement> {
    const composer = screen.getByTestId("composer") as HTMLTextAreaElement;
    await fireEvent.input(composer, { target: { value: text } });
    return composer;
  }

  it("complete by keys, from the gateway's list, and are sent once they are whole", async () => {
    await openWindow("scene=quiet", (scene) => (scene.answer = null));
    const composer = await type("/co");
    await waitFor(() => expect(screen.getAllByTestId("command")).toHaveLength(2));
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(composer, { key: "ArrowDown" });
    expect(screen.getAllByRole("option")[1]?.getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(composer, { key: "Enter" });
    expect(composer.value).toBe("/compact ");
    expect(screen.queryByTestId("command")).toBeNull();
    expect(asked("chat.send")).toEqual([]);
    await type("/stop");
    await fireEvent.keyDown(composer, { key: "Enter" });
    await waitFor(() => expect(asked("chat.send")[0]?.params).toMatchObject({ text: "/stop" }));
  });

  it("leave the composer alone after Esc", async () => {
    await openWindow("scene=quiet");
    const composer = await type("/");
    await waitFor(() => expect(screen.getAllByTestId("command")).toHaveLength(4));
    await fireEvent.keyDown(composer, { key: "Escape" });
    expect(screen.queryByTestId("command")).toBeNull();
    expect(composer.value).toBe("/");
  });
});

describe("searching", () => {
  async function look(words: string): Promise<HTMLElement> {
    await fireEvent.keyDown(window, { key: "f", ctrlKey: true });
    const field = await screen.findByTestId("search-words");
    await fireEvent.input(field, { target: { value: words } });
    return field;
  }

  it("finds words by the keyboard alone and goes to where they were said", async () => {
    await openWindow("scene=quiet");
    const field = await look("dentist");
    const hits = await screen.findAllByTestId("hit");
    expect(hits[0]?.querySelector("mark")?.textContent).toBe("dentist");
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(screen.queryByTestId("search-words")).toBeNull());
    await waitFor(() => expect(document.querySelector(".flash")?.textContent).toContain("dentist"));
  });

  it("says when nothing was found", async () => {
    await openWindow("scene=quiet");
    await look("xylophone");
    await screen.findByText("Nothing was found for “xylophone”.");
  });

  it("reads an earlier conversation without mixing it with the one of now", async () => {
    await openWindow("scene=quiet", (scene) => {
      for (const row of scene.sessions) row.sessionId = "s9";
    });
    const field = await look("dentist");
    await screen.findAllByTestId("hit");
    await fireEvent.keyDown(field, { key: "Enter" });
    await screen.findByTestId("past");
    expect(screen.queryByTestId("composer")).toBeNull();
    expect(screen.queryByTestId("edit")).toBeNull();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("past-leave"));
    await screen.findByTestId("composer");
    await waitFor(() => expect(screen.queryByTestId("past")).toBeNull());
  });
});

describe("the line of usage", () => {
  it("stands instead of the price where the conversation asks for it, and only there", async () => {
    const line = "1.2k in · 300 out · $0.003 · fake/small";
    await openWindow("scene=quiet", ({ page }) => {
      const agents = page.messages.filter(({ speaker }) => speaker === "agent");
      for (const said of agents) Object.assign(said, { cost: 20_000_000, practice: false });
      Object.assign(agents.at(-1) ?? {}, { usageLine: line });
    });
    const metas = screen
      .getAllByTestId("message")
      .filter(({ dataset }) => dataset["speaker"] === "agent")
      .map((row) => row.querySelector(".meta")?.textContent ?? "");
    expect(metas.at(-1)).toContain(line);
    expect(metas.at(-1)).not.toContain("$0.02");
    expect(metas.length).toBeGreaterThan(1);
    expect(metas[0]).toContain("$0.02");
    expect(metas[0]).not.toContain(line);
    expect(await violations()).toEqual([]);
  });
});

describe("a long conversation", () => {
  it("draws few of its ten thousand messages", async () => {
    await openWindow("scene=quiet", ({ page }) => {
      const [said] = page.messages as [ChatMessage];
      page.older = null;
      page.messages = Array.from({ length: 10_000 }, (_, nth) => ({
        ...said,
        id: `e${nth}`,
        turnId: null,
        text: `line ${nth}`,
      }));
    });
    const drawn = screen.getAllByTestId("message").length;
    expect(drawn).toBeGreaterThan(5);
    expect(drawn).toBeLessThan(60);
  });
});

describe("pictures", () => {
  const withPicture = (name: string) => (scene: Scene) => {
    const said = scene.page.messages.find(({ speaker }) => speaker === "person");
    if (said) said.text = `Look\n\n[media attached: inbox/2027-03-11/${name} (image/jpeg)]`;
  };

  it("that came with a message are seen, and large on a press", async () => {
    await openWindow("scene=quiet", withPicture("bay.jpg"));
    const small = await screen.findByTestId("picture-open", {}, { timeout: 10_000 });
    expect(asked("workspace.picture")[0]?.params).toMatchObject({
      path: "inbox/2027-03-11/bay.jpg",
    });
    expect(small.querySelector("img")?.alt).toBe("bay.jpg");
    expect(small.querySelector("img")?.src).toMatch(/^data:image\/png;base64,/);
    await fireEvent.click(small);
    const large = await screen.findByTestId("picture-large");
    expect(within(large).getByRole("img", { name: "bay.jpg" })).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("that are gone are said to be", async () => {
    await openWindow("scene=quiet", withPicture("gone.jpg"));
    expect(await screen.findByText("The picture is not there any more.")).toBeTruthy();
  });
});

describe("a message that was said again", () => {
  it("shows what was said before it, one after the other", async () => {
    await openWindow("scene=quiet", (scene) => {
      const said = scene.page.messages.find(({ speaker }) => speaker === "person");
      if (said) said.again = true;
    });
    const said = gateway.scene.page.messages.find(({ speaker }) => speaker === "person");
    const answer = gateway.scene.page.messages.find(({ speaker }) => speaker === "agent");
    const version = (text: string): ChatMessage[] => [
      { ...(said as ChatMessage), id: `p-${text}` },
      { ...(answer as ChatMessage), id: `a-${text}`, text },
    ];
    gateway.earlier.set(said?.id ?? "", [version("First answer"), version("Second answer")]);
    await fireEvent.click(await screen.findByTestId("earlier"));
    const shown = await screen.findByTestId("earlier-versions");
    await within(shown).findByText("Second answer");
    expect(within(shown).getByTestId("earlier-nth").textContent).toBe("2 of 3");
    await fireEvent.click(within(shown).getByLabelText("The one before"));
    expect(within(shown).getByText("First answer")).toBeTruthy();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("earlier"));
    expect(screen.queryByTestId("earlier-versions")).toBeNull();
  });
});
