import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let opened: OpenWindow;

async function openActivity(query: string, change?: Parameters<typeof openWindow>[1]) {
  opened = await openWindow(query, change, "activity");
  return screen.findByTestId("activity");
}

const rows = () => screen.queryAllByTestId("activity-row").map((row) => row.textContent ?? "");

beforeAll(warm, WARMING);
afterEach(() => opened.close());

describe("Activity", () => {
  it("lists what happened and what did not, by day, with the reason", async () => {
    const list = await openActivity("scene=quiet");
    await waitFor(() => expect(rows().length).toBeGreaterThan(10));
    const days = within(list).getAllByRole("heading", { level: 2 });
    expect(days[0]?.textContent).toBe("Today");
    const refused = rows().find((text) => text.includes("was refused"));
    expect(refused).toContain("Telegram says this chat no longer exists.");
    expect(rows().some((text) => text.includes("Parcel from Norrland Ved"))).toBe(true);
  });

  it("folds check-ins that say the same, and shows each when asked", async () => {
    await openActivity("scene=quiet");
    const each = await screen.findByRole("button", { name: "Show each: 6 check-ins" });
    const before = rows().length;
    await fireEvent.click(each);
    expect(rows().length).toBe(before + 6);
    await fireEvent.click(screen.getByRole("button", { name: "Show as one: 6 check-ins" }));
    expect(rows().length).toBe(before);
  });

  it("asks the gateway for a part and for words", async () => {
    await openActivity("scene=quiet");
    await fireEvent.click(screen.getByLabelText("Did not happen"));
    await waitFor(() => expect(rows().some((text) => text.includes("2 check-ins"))).toBe(true));
    expect(opened.asked("activity.list").at(-1)?.params).toMatchObject({ part: "missed" });
    await fireEvent.input(screen.getByTestId("activity-search"), { target: { value: "plants" } });
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(opened.asked("activity.list").at(-1)?.params).toMatchObject({ text: "plants" });
    await fireEvent.input(screen.getByTestId("activity-search"), { target: { value: "zebra" } });
    await waitFor(() =>
      expect(screen.getByTestId("activity-none").textContent).toContain("Nothing like that"),
    );
  });

  it("goes on to older ones", async () => {
    await openActivity("scene=quiet");
    const more = await screen.findByTestId("activity-more");
    const before = rows().length;
    await fireEvent.click(more);
    await waitFor(() => expect(rows().length).toBeGreaterThan(before));
    expect(opened.asked("activity.list").at(-1)?.params).toHaveProperty("before");
  });

  it("takes a change back where that is possible", async () => {
    await openActivity("scene=quiet");
    const undo = await screen.findByRole("button", { name: "Undo: Take Erik Nyman off the list" });
    await fireEvent.click(undo);
    await waitFor(() => expect(opened.asked("undo.run")).toHaveLength(1));
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: /Take Erik Nyman/ })).toBeNull(),
    );
  });

  it("shows what needs the person with its buttons", async () => {
    await openActivity("scene=needs");
    await fireEvent.click(screen.getByLabelText("Needs you"));
    const needs = await screen.findByTestId("home-needs");
    expect(needs.textContent).toContain("Weekly numbers");
  });

  it("says costs as a chart and as a table, over a year by month", async () => {
    await openActivity("scene=quiet");
    const table = await screen.findByTestId("cost-table");
    expect(within(table).getAllByRole("row")).toHaveLength(15);
    expect(screen.getByTestId("cost-figures").textContent).toContain("Within the allowance");
    await fireEvent.click(screen.getByLabelText("Year"));
    await waitFor(() => expect(table.isConnected).toBe(true));
    await waitFor(() =>
      expect(within(screen.getByTestId("cost-table")).getAllByRole("row").length).toBeLessThan(15),
    );
  });

  it("says where the log was saved, or why it could not be", async () => {
    await openActivity("scene=quiet");
    await fireEvent.click(screen.getByTestId("export-log"));
    expect((await screen.findByTestId("saved")).textContent).toContain("/home/anna/Downloads/");
    const problem = { code: "storage-io", message: "The disk is full.", params: {} };
    opened.gateway.failures.set("logs.export", problem);
    await fireEvent.click(screen.getByTestId("export-log"));
    await waitFor(() =>
      expect(screen.getByTestId("saved").textContent).toContain("The disk is full."),
    );
  });

  it("says when nothing happened yet, and why it can't be asked", async () => {
    await openActivity("scene=empty");
    await waitFor(() =>
      expect(screen.getByTestId("activity-none").textContent).toContain("Nothing yet."),
    );
    opened.close();
    const problem = { code: "storage-io", message: "The disk is full.", params: {} };
    await openActivity("scene=quiet", (scene) => (scene.failures = { "activity.list": problem }));
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
  });

  it.each(["scene=quiet", "scene=empty", "scene=quiet&lang=zh-CN"])(
    "is sound to axe in “%s”",
    async (query) => {
      await openActivity(query);
      await screen.findByTestId("cost-table");
      expect(await violations()).toEqual([]);
    },
  );
});
