import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let opened: OpenWindow;

async function openSessions(query: string, change?: Parameters<typeof openWindow>[1]) {
  opened = await openWindow(query, change, "sessions");
  return screen.findByTestId("talks");
}

const names = () =>
  screen.queryAllByTestId("talk").map((row) => row.querySelector(".name")?.textContent ?? "");
const talk = (id: string) =>
  waitFor(() => {
    const found = screen.queryAllByTestId("talk").find((row) => row.dataset["id"] === id);
    if (!found) throw new Error(`${id} is not listed`);
    return found;
  });

async function read(id: string): Promise<HTMLElement> {
  await fireEvent.click(await talk(id));
  const transcript = await screen.findByTestId("transcript");
  await waitFor(() =>
    expect(within(transcript).getAllByTestId("talk-message").length).toBeGreaterThan(0),
  );
  return transcript;
}

beforeAll(warm, WARMING);
afterEach(() => opened.close());

describe("Sessions", () => {
  it("lists every conversation: today's, earlier ones, the archive", async () => {
    const list = await openSessions("scene=quiet");
    await talk("s0");
    const groups = within(list).getAllByRole("heading", { level: 2 });
    expect(groups.map(({ textContent }) => textContent)).toEqual(["Today", "Earlier", "Archive"]);
    expect(names()[0]).toBe("Main conversation");
    expect(names()).toContain("Johan Berg");
    const full = await talk("agent:main:telegram:group:-200");
    expect(full.textContent).toContain("97%");
    expect(full.textContent).toContain("Kitchen renovation is very long");
  });

  it("lists a kind alone", async () => {
    await openSessions("scene=quiet");
    await talk("s0");
    await fireEvent.click(screen.getByLabelText("Runs"));
    expect(names()).toEqual(["Weekly numbers for Mattias"]);
    await fireEvent.click(screen.getByLabelText("Archive"));
    expect(names()).toEqual(["Johan Berg"]);
  });

  it("is walked by the arrow keys, and one tab stop leads in", async () => {
    await openSessions("scene=quiet");
    const first = await talk("s1");
    expect(screen.getAllByTestId("talk").filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    first.focus();
    await fireEvent.keyDown(first, { key: "ArrowDown" });
    expect((document.activeElement as HTMLElement).textContent).toContain("Studio Lind");
    await fireEvent.keyDown(document.activeElement as Element, { key: "Home" });
    expect(document.activeElement).toBe(first);
  });

  it("shows what was said, with tools folded and marks, and goes back further", async () => {
    await openSessions("scene=quiet");
    const transcript = await read("s1");
    expect(within(transcript).getAllByTestId("talk-mark")).toHaveLength(3);
    expect(within(transcript).getAllByTestId("tool")).toHaveLength(2);
    expect(transcript.querySelector("[data-mark=fresh]")?.textContent).toContain("New day");
    const short = transcript.querySelector<HTMLElement>("[data-mark=compacted]") as HTMLElement;
    expect(short.textContent).not.toContain("Skatteverket");
    await fireEvent.click(within(short).getByRole("button", { name: "Read summary" }));
    expect(short.textContent).toContain("reply to Skatteverket by Friday");
    expect(transcript.textContent).toContain("$0.38 so far");
    await fireEvent.click(within(transcript).getByTestId("talk-older"));
    await waitFor(() => expect(within(transcript).getAllByTestId("talk-mark")).toHaveLength(5));
    expect(within(transcript).queryByTestId("talk-older")).toBeNull();
  });

  it("finds words in all conversations and opens the place", async () => {
    await openSessions("scene=quiet");
    await fireEvent.input(screen.getByTestId("talk-search"), { target: { value: "lagom" } });
    const [hit] = await screen.findAllByTestId("talk-hit");
    await fireEvent.click(hit as HTMLElement);
    const transcript = await screen.findByTestId("transcript");
    await waitFor(() => {
      const found = transcript.querySelector(".found");
      expect(found?.textContent).toContain("Lagom");
    });
    await fireEvent.input(screen.getByTestId("talk-search"), { target: { value: "" } });
    await screen.findByTestId("talks");
  });

  it("saves a conversation in both forms", async () => {
    await openSessions("scene=quiet");
    const transcript = await read("s1");
    for (const format of ["markdown", "jsonl"]) {
      await fireEvent.click(within(transcript).getByTestId("talk-export"));
      await fireEvent.click(await screen.findByTestId(`export-${format}`));
      await waitFor(() =>
        expect(opened.asked("sessions.save").at(-1)?.params).toEqual({ session: "s1", format }),
      );
    }
    expect((await screen.findByTestId("saved")).textContent).toContain("s1.jsonl");
  });

  it("deletes with undo, one earlier stretch alone", async () => {
    await openSessions("scene=quiet");
    await fireEvent.keyDown(await talk("s0"), { key: "Delete" });
    await waitFor(() => expect(names().some((name) => name.includes(", "))).toBe(true));
    expect(opened.asked("sessions.delete")[0]?.params).toEqual({
      key: "agent:main:main",
      sessionId: "s0",
    });
    await waitFor(() =>
      expect(screen.queryAllByTestId("talk").some((row) => row.dataset["id"] === "s0")).toBe(false),
    );
    await fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await talk("s0");
  });

  it("puts a conversation away, and opens one in Chat", async () => {
    await openSessions("scene=quiet");
    const transcript = await read("agent:main:telegram:direct:77");
    await fireEvent.click(within(transcript).getByTestId("talk-more"));
    await fireEvent.click(await screen.findByTestId("talk-archive"));
    await waitFor(() =>
      expect(opened.asked("sessions.archive")[0]?.params).toEqual({
        key: "agent:main:telegram:direct:77",
        archived: true,
      }),
    );
    await fireEvent.click(within(transcript).getByTestId("open-in-chat"));
    await waitFor(() =>
      expect(opened.asked("chat.history").at(-1)?.params).toMatchObject({
        sessionKey: "agent:main:telegram:direct:77",
      }),
    );
    expect(screen.getByTestId("place-chat").getAttribute("aria-current")).toBe("page");
  });

  it("says what a check found, mends it by one press and takes it back", async () => {
    await openSessions("scene=quiet");
    const banner = await screen.findByTestId("findings");
    expect(banner.textContent).toContain("2 findings");
    await fireEvent.click(within(banner).getByText("Show"));
    const view = await screen.findByTestId("health");
    const [first] = within(view).getAllByTestId("finding");
    expect(first?.textContent).toContain("The fix keeps the file");
    await fireEvent.click(within(first as HTMLElement).getByTestId("repair"));
    const fix = await within(view).findByTestId("fix");
    expect(within(view).getAllByTestId("finding")).toHaveLength(1);
    await fireEvent.click(within(fix).getByRole("button", { name: /Take back/ }));
    await waitFor(() => expect(fix.textContent).toContain("taken back"));
    expect(opened.asked("health.restore")).toHaveLength(1);
  });

  it("says why a finding could not be mended, and that all is sound", async () => {
    await openSessions("scene=quiet");
    await fireEvent.click(screen.getByTestId("check-health"));
    const view = await screen.findByTestId("health");
    const problem = { code: "health-busy", message: "The conversation is at work.", params: {} };
    opened.gateway.failures.set("health.fix", problem);
    await fireEvent.click((await within(view).findAllByTestId("repair"))[0] as HTMLElement);
    await waitFor(() => expect(within(view).getByRole("alert").textContent).toContain("at work"));
    opened.gateway.failures.clear();
    opened.gateway.talks.findings = [];
    await fireEvent.click(screen.getByTestId("check-health"));
    await within(view).findByTestId("sound");
  });

  it("says when there is none, and why one can't be read", async () => {
    await openSessions("scene=empty");
    expect((await screen.findByTestId("no-talks")).textContent).toContain("No conversations yet");
    opened.close();
    const problem = { code: "session-unknown", message: "It is gone.", params: {} };
    await openSessions("scene=quiet", (scene) => (scene.failures = { "sessions.show": problem }));
    await fireEvent.click(await talk("s1"));
    const transcript = await screen.findByTestId("transcript");
    await waitFor(() =>
      expect(within(transcript).getByRole("alert").textContent).toContain("It is gone."),
    );
  });

  it.each(["scene=quiet", "scene=empty", "scene=quiet&lang=zh-CN"])(
    "is sound to axe in “%s”",
    async (query) => {
      await openSessions(query);
      if (query !== "scene=empty") await read("s1");
      expect(await violations()).toEqual([]);
      await fireEvent.click(screen.getByTestId("check-health"));
      await screen.findByTestId("health");
      expect(await violations()).toEqual([]);
    },
  );
});
