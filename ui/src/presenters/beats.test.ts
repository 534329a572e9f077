import { describe, expect, it } from "vitest";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import type { BeatEstimate } from "$lib/bindings/BeatEstimate";
import { FakeBeats } from "$lib/platform/fake/beats";
import {
  quietDates,
  writtenDay,
  checked,
  cityOf,
  compared,
  decisionRows,
  every,
  range,
  savingLines,
  turned,
  weekdays,
} from "./beats";

const NOW = Date.UTC(2026, 2, 11, 13, 12);

describe("check-ins in words", () => {
  it.each([
    ["30m", "30 minutes", "30 min"],
    ["1m", "1 minute", "1 min"],
    ["2h", "2 hours", "2 h"],
    ["1d", "1 day", "1 day"],
    ["0m", "Off", "Off"],
    ["90s", "90s", "90s"],
  ])("say %s as %s and shortly as %s", (text, long, short) => {
    expect([every(text), every(text, true)]).toEqual([long, short]);
  });

  it("say money as a range, as one figure where both are alike, and nothing for no price", () => {
    expect(range({ low: 0.24, high: 0.29 }, "en")).toBe("$0.24–0.29");
    expect(range({ low: 0.101, high: 0.104 }, "en")).toBe("$0.10");
    expect(range({ low: 0.0075, high: 0.012 }, "en")).toBe("$0.008–0.01");
    expect(range({ low: 0.24, high: 0.29 }, "zh-CN")).toBe("US$0.24–0.29");
    expect(range(null, "en")).toBeNull();
  });

  it("name a zone by its city", () => {
    expect(cityOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });
});

describe("the comparison", () => {
  const estimate: BeatEstimate = new FakeBeats(NOW).estimate();
  const marked = (set: string, on: boolean) =>
    compared(estimate, set, on)
      .filter(({ here }) => here)
      .map((row) => row.every);

  it("marks what is set, however it is written, and Off while it is off", () => {
    expect(marked("30m", true)).toEqual(["30m"]);
    expect(marked("1d", true)).toEqual(["24h"]);
    expect(marked("30m", false)).toEqual(["0m"]);
  });

  it("puts an interval of its own in its place", () => {
    const rows = compared({ ...estimate, callsPerDay: 22 }, "45m", true);
    expect(rows.map((row) => row.every)).toEqual([
      "15m",
      "30m",
      "45m",
      "1h",
      "2h",
      "6h",
      "24h",
      "0m",
    ]);
    expect(rows[0]?.percent).toBe(100);
  });
});

describe("savings", () => {
  it("are told with what trying them changes, if it can be tried here", () => {
    const savedPerMonth = { low: 2, high: 3 };
    const lines = savingLines(
      [
        { kind: "light-context", model: null, savedPerMonth },
        { kind: "smaller-model", model: "a/small", savedPerMonth },
        { kind: "quiet-hours", model: null, savedPerMonth },
        { kind: "shorter-file", model: null, savedPerMonth },
      ],
      "en",
    );
    expect(lines.map(({ change }) => change)).toEqual([
      { lightContext: true },
      { model: "a/small" },
      { start: "08:00", end: "22:00" },
      null,
    ]);
    expect(lines[1]?.text).toBe("Checking in with small saves $2.00–3.00 a month.");
  });
});

describe("decisions", () => {
  const seen = (more: Partial<BeatDecision["beat"]>): BeatDecision => ({
    cost: null,
    beat: {
      id: "b",
      occasion: "slot",
      slotAt: NOW,
      leftOut: 0,
      startedAt: NOW,
      endedAt: NOW,
      outcome: "ok",
      reason: null,
      text: null,
      ...more,
    },
  });
  const reason = { code: "c", message: "These are quiet hours.", params: {} };

  it.each<[Partial<BeatDecision["beat"]>, string, string]>([
    [{}, "done", "Checked, nothing to report."],
    [
      { outcome: "said", text: "**Parcel**\non Friday" },
      "wrote",
      "Wrote to you: “Parcel on Friday”",
    ],
    [{ outcome: "skipped", reason }, "skipped", "Did not check. These are quiet hours."],
    [{ outcome: "failed", reason }, "failed", "Could not check in. These are quiet hours."],
    [{ startedAt: NOW + 240_000 }, "done", "Checked, nothing to report. 4 minutes late."],
    [{ leftOut: 3 }, "done", "Checked, nothing to report. It stands for 3 before it."],
    [{ occasion: "person", startedAt: NOW + 900_000 }, "done", "Checked, nothing to report."],
  ])("of %j are %s: %s", (more, state, text) => {
    const [row] = decisionRows([seen(more)], "en");
    expect([row?.state, row?.text]).toEqual([state, text]);
  });
});

describe("the days of the week", () => {
  it("are named by the language, and the last one can not be taken away", () => {
    const days = weekdays(["sat", "sun", "2026-12-24"], "en");
    expect(days.map(({ on }) => on)).toEqual([true, true, true, true, true, false, false]);
    expect(days[0]).toMatchObject({ short: "M", name: "Monday" });
    expect(turned(["sat", "2026-12-24"], "sat")).toEqual(["2026-12-24"]);
    expect(turned(["tue", "wed", "thu", "fri", "sat", "sun"], "mon")).toBeNull();
  });
});

describe("other quiet days", () => {
  it("are written as the settings have them", () => {
    const check = (first: string, last: string, yearly: boolean, expected: string | null) =>
      expect(writtenDay(first, last, yearly), `${first} ${last}`).toBe(expected);
    check("2026-12-24", "", false, "2026-12-24");
    check("2026-12-24", "2026-12-24", false, "2026-12-24");
    check("2026-12-24", "2027-01-02", false, "2026-12-24..2027-01-02");
    check("2026-12-24", "2026-12-23", false, null);
    check("2026-12-25", "", true, "12-25");
    check("", "2027-01-02", false, null);
    check("", "", true, null);
  });

  it("are said in words, and days of the week are not among them", () => {
    const days = ["sat", "12-25", "2026-12-24", "2026-12-24..2027-01-02", "someday"];
    expect(quietDates(days, "en").map(({ text }) => text)).toEqual([
      "December 25, each year",
      "December 24, 2026",
      "December 24, 2026 to January 2, 2027",
    ]);
    expect(quietDates(days, "en")[0]?.day).toBe("12-25");
  });
});

describe("an estimate beside what was spent", () => {
  const of = (estimated: number, actual: number, calls = 32) =>
    checked({ days: 7, calls, estimated, actual }, "en");

  it("holds where both are near, and says when it does not", () => {
    expect(of(1.82, 1.75)).toEqual({
      holds: true,
      text: "last 7 days: estimated $1.82, actual $1.75",
    });
    expect(of(1, 2)?.holds).toBe(false);
    expect(of(0, 0)?.holds).toBe(true);
  });

  it("is not told before anything was spent", () => {
    expect(of(0, 0, 0)).toBeNull();
    expect(checked(undefined, "en")).toBeNull();
  });
});
