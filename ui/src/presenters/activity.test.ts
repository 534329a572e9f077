import { describe, expect, it } from "vitest";
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { Spending } from "$lib/bindings/Spending";
import { activityDays } from "./activity";
import { costChart, linesFor, perDaySaid } from "./cost-chart";

const NOON = new Date(2027, 2, 11, 12).getTime();
const HOUR = 3_600_000;

function row(id: string, at: number, kind: string, outcome: string, more = {}): ActivityRow {
  const rest = { reference: null, reason: null, code: null, detail: null, undo: null };
  return { ...rest, id, at, kind, outcome, text: `${kind} ${outcome}`, ...more };
}

describe("what happened", () => {
  const check = (activity: ActivityRow[], expected: string[][]) => {
    const days = activityDays(activity, NOON, "en");
    expect(days.map(({ name, rows }) => [name, ...rows.map(({ id }) => id)])).toEqual(expected);
  };

  it("stands under its day", () => {
    check(
      [row("a", NOON, "turn", "done"), row("b", NOON - 24 * HOUR, "turn", "done")],
      [
        ["Today", "a"],
        ["Yesterday", "b"],
      ],
    );
  });

  it("is one line where check-ins in a row say the same, whatever happened between", () => {
    const beat = (id: string, ago: number, outcome: string, more = {}) =>
      row(id, NOON - ago * HOUR, "heartbeat", outcome, more);
    check(
      [
        beat("a", 0, "ok", { cost: 5 }),
        row("b", NOON - HOUR, "pairing", "approved"),
        beat("c", 2, "ok", { cost: 6 }),
        beat("d", 3, "said"),
        beat("e", 4, "ok"),
        beat("f", 5, "skipped", { code: "asleep" }),
        beat("g", 6, "skipped", { code: "paused" }),
      ],
      [["Today", "a+", "b", "d", "e", "f", "g"]],
    );
    const [day] = activityDays([beat("a", 0, "ok", { cost: 5 }), beat("c", 2, "ok")], NOON, "en");
    expect(day?.rows[0]).toMatchObject({
      who: "2 check-ins",
      text: "10:00–12:00, nothing to report",
      cost: 5,
      state: "done",
    });
    expect(day?.rows[0]?.folded.map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("says what the agent wrote, and why something failed", () => {
    const said = row("a", NOON, "heartbeat", "said", { said: "The **parcel**\ncomes." });
    const failed = row("b", NOON, "turn", "failed", { reason: "No answer.", detail: "timeout" });
    const [day] = activityDays([said, failed], NOON, "en");
    expect(day?.rows[0]).toMatchObject({ state: "wrote", text: "Wrote: “The parcel comes.”" });
    expect(day?.rows[1]).toMatchObject({ state: "failed", reason: "No answer. timeout" });
  });
});

describe("costs", () => {
  const nothing = {
    key: "",
    calls: 0,
    input: 0,
    cacheRead: 0,
    cacheWrite: 0,
    output: 0,
    cost: 0,
    estimated: 0,
    unpriced: 0,
  };
  const day = (key: string, causes: [string, number][]) => ({
    ...nothing,
    key,
    causes: causes.map(([cause, cost]) => ({ cause, cost })),
  });
  const spending = (from: string, until: string, rows: Spending["rows"]): Spending => ({
    by: "day",
    from: Date.parse(`${from}T00:00:00+01:00`),
    until: Date.parse(`${until}T15:00:00+01:00`),
    zone: "Europe/Stockholm",
    rows,
    total: { ...nothing, cost: 70 },
    allowance: { day: { limit: 25, spent: 0 }, month: { limit: null, spent: 0 }, extra: 0 },
  });

  it("stand day by day, also where nothing was spent", () => {
    const rows = [
      day("2027-02-28", [
        ["chat", 30],
        ["heartbeat", 10],
        ["flush", 1],
        ["compaction", 2],
      ]),
      day("2027-03-02", [
        ["job", 20],
        ["heartbeat", 6],
      ]),
    ];
    const chart = costChart(spending("2027-02-27", "2027-03-02", rows), "en");
    expect(chart.bars.map(({ label, sub, total, today }) => [label, sub, total, today])).toEqual([
      ["27", "Feb", 0, false],
      ["28", null, 43, false],
      ["1", "Mar", 0, false],
      ["2", null, 26, true],
    ]);
    expect(chart.bars[1]?.parts.map(({ tone, cost }) => [tone, cost])).toEqual([
      ["tide", 10],
      ["slate", 30],
      ["moss", 3],
    ]);
    expect(chart.legend.map(({ word }) => word)).toEqual([
      "act-cost-chats",
      "act-cost-jobs",
      "act-cost-beats",
      "act-cost-saving",
    ]);
    expect([chart.total, chart.perDay, chart.over]).toEqual([70, 17.5, 1]);
    expect([chart.from, chart.until]).toEqual(["February 27", "March 2"]);
  });

  it("say less than a cent a day as that", () => {
    expect(perDaySaid(0, "en")).toBe("$0.00 a day");
    expect(perDaySaid(2_000_000 / 14, "en")).toBe("less than a cent a day");
    expect(perDaySaid(14_000_000, "en")).toBe("$0.01 a day");
  });

  it("stand month by month over a year", () => {
    const rows = [day("2026-12-31", [["chat", 4]]), day("2027-01-01", [["chat", 5]])];
    const { bars } = costChart(spending("2026-11-20", "2027-03-02", rows), "en");
    expect(bars.map(({ label, sub, total }) => [label, sub, total])).toEqual([
      ["Nov", "2026", 0],
      ["Dec", null, 4],
      ["Jan", "2027", 5],
      ["Feb", null, 0],
      ["Mar", null, 0],
    ]);
  });

  it("are held by round sums", () => {
    const check = (dollars: number, expected: number[]) =>
      expect(linesFor(dollars * 1e9).map((line) => line / 1e9)).toEqual(expected);
    check(0, [0]);
    check(1.07, [0, 0.5, 1]);
    check(0.9, [0, 0.5]);
    check(0.4, [0, 0.2, 0.4]);
    check(26, [0, 20]);
    check(0.0031, [0, 0.002]);
  });
});
