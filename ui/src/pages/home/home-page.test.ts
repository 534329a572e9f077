import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let opened: OpenWindow;

async function openHome(query: string): Promise<void> {
  opened = await openWindow(query, undefined, "home");
  await vi.waitFor(() => expect(screen.getByTestId("planned").textContent).toContain("planned"));
}

beforeAll(warm, WARMING);
beforeEach(() => localStorage.clear());
afterEach(() => opened.close());

describe("Home", () => {
  it("says how everything is and what comes next", async () => {
    await openHome("scene=quiet");
    await vi.waitFor(() =>
      expect(screen.getByTestId("home-sentence").textContent).toContain(
        "Wren is here and waits for you. Next check-in 14:30, ",
      ),
    );
    expect(screen.getByTestId("planned").textContent).toMatch(
      /\d\d things planned\s+· expected \$0\./,
    );
    const said = screen.getByTestId("timeline-says").textContent;
    expect(said).toContain("32 check-ins, the first at 14:30.");
    expect(said).toContain("Quiet from 23:00 until 07:00");
    expect(said).toContain("Inbox sweep 16:00, about $0.01–0.02");
  });

  it("says how the last run ended, shows its report, and is put away for good", async () => {
    await openHome("scene=crash");
    const notice = await screen.findByTestId("last-end");
    expect(notice.textContent).toContain("Cove stopped unexpectedly (13:46)");
    expect(notice.textContent).toContain("1 message");
    await fireEvent.click(within(notice).getByTestId("last-end-show"));
    const report = await within(notice).findByTestId("last-end-report");
    expect(report.textContent).toContain("src/lane.rs:12:3");
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(notice).getByTestId("last-end-dismiss"));
    await vi.waitFor(() => expect(screen.queryByTestId("last-end")).toBeNull());
    expect(opened.asked("crash.dismiss")).toHaveLength(1);
  });

  it("says that nothing was cut off where nothing was", async () => {
    opened = await openWindow(
      "scene=crash",
      (scene) => {
        scene.crash = { kind: "silent", at: null, report: null, messages: 0, unknown: 0, beats: 0 };
      },
      "home",
    );
    const notice = await screen.findByTestId("last-end");
    expect(notice.textContent).toContain("Cove ended without saying why");
    expect(notice.textContent).toContain("Nothing was interrupted");
    expect(within(notice).queryByTestId("last-end-show")).toBeNull();
  });

  it("rehearses the night on request: nothing is sent, everything is told with its price", async () => {
    await openHome("scene=quiet");
    await fireEvent.click(screen.getByTestId("rehearse"));
    await screen.findByTestId("rehearse-end");
    expect(opened.asked("rehearse.run").at(-1)?.params).toEqual({ hours: 12 });
    expect(screen.getByTestId("rehearse-sum").textContent).toContain("17 check-ins");
    const list = screen.getByTestId("rehearse-list");
    expect(within(list).getAllByRole("listitem")).toHaveLength(1);
    await fireEvent.click(screen.getByTestId("rehearse-end"));
    expect(list.textContent).toContain("Quiet hours begin");
    expect(list.textContent).toContain("Inbox sweep");
    expect(list.textContent).not.toContain("comes next");
    const [spent, all] = (screen.getByTestId("so-far").textContent ?? "").match(/\$[\d.–]+/g) ?? [];
    expect(spent).toBe(all);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("rehearse-close"));
    expect(screen.getByTestId("home-sentence")).toBeTruthy();
  });

  it("says why there is no rehearsal", async () => {
    await openHome("scene=quiet");
    opened.gateway.failures.set("rehearse.run", {
      code: "x",
      message: "The home is busy.",
      params: {},
    });
    await fireEvent.click(screen.getByTestId("rehearse"));
    await vi.waitFor(() =>
      expect(screen.getByTestId("rehearse-sum").textContent).toContain("The home is busy."),
    );
    expect(screen.queryByTestId("rehearse-list")).toBeNull();
  });

  it("says why check-ins would be left out instead of promising them", async () => {
    await openHome("scene=quiet");
    const message = "There is nothing to do in HEARTBEAT.md.";
    opened.gateway.beats.skipped = { code: "beat-empty-heartbeat-file", message, params: {} };
    opened.gateway.tell({ kind: "changed", what: "heartbeat", reference: null });
    await vi.waitFor(() => expect(screen.getByTestId("held").textContent).toContain(message));
    expect(screen.getByTestId("home-sentence").textContent).not.toContain("Next check-in");
  });

  it("is walked by the arrow keys", async () => {
    await openHome("scene=quiet");
    const line = screen.getByTestId("timeline");
    expect(line.getAttribute("aria-valuetext")).toBe("Check-in 14:30");
    await fireEvent.keyDown(line, { key: "ArrowRight" });
    expect(line.getAttribute("aria-valuetext")).toBe("Check-in 15:00");
    await fireEvent.keyDown(line, { key: "End" });
    expect(line.getAttribute("aria-valuetext")).toMatch(/ 14:00/);
  });

  it("lists what needs the person, worst first, each with its button", async () => {
    await openHome("scene=needs");
    const needs = await screen.findByTestId("home-needs");
    const rows = within(needs).getAllByRole("listitem");
    expect(rows[0]?.textContent).toContain("Weekly numbers");
    expect(rows.at(-1)?.textContent).toContain("The main conversation is 81% full");
    await fireEvent.click(within(needs).getByTestId("home-window-pairing-allow"));
    await fireEvent.click(within(needs).getByTestId("home-home-compact"));
    await vi.waitFor(() => expect(opened.asked("context.compact")).toHaveLength(1));
    expect(opened.asked("pairing.approve")[0]?.params).toEqual({
      channel: "telegram",
      code: "K7QM2WXD",
    });
  });

  it("shows today's money beside the allowance, and chats apart", async () => {
    await openHome("scene=quiet");
    const money = await screen.findByTestId("allowance");
    expect(money.textContent).toContain("$0.25");
    expect(money.textContent).toContain("of $1.00");
    expect(money.textContent).toContain("$0.38");
  });

  it("tells what happened while nobody looked, until it was read", async () => {
    localStorage.setItem("cove.seen", String(Date.now() - 30 * 3_600_000));
    await openHome("scene=quiet");
    const away = await screen.findByTestId("away");
    expect(away.textContent).toContain("The main conversation started fresh");
    await fireEvent.click(within(away).getByTestId("away-read"));
    expect(screen.queryByTestId("away")).toBeNull();
  });

  it.each(["scene=quiet", "scene=needs", "scene=needs&lang=zh-CN"])(
    "is sound to axe in “%s”",
    async (query) => {
      localStorage.setItem("cove.seen", String(Date.now() - 30 * 3_600_000));
      opened = await openWindow(query, undefined, "home");
      await screen.findByTestId("away");
      expect(await violations()).toEqual([]);
    },
  );
});
