import { describe, expect, it } from "vitest";
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import { scene } from "$lib/platform/fake/scenes";
import { Absence } from "$lib/stores/overview.svelte";
import { costLines } from "./allowance";
import { awayRows } from "./away";
import { fullRow } from "./needs";
import { across, hourLabels, marks, scaleOf, summary } from "./timeline";

const HOUR = 3_600_000;
const NOW = new Date(2026, 2, 11, 14, 12).getTime();
const at = (hour: number, minute = 0, day = 11) => new Date(2026, 2, day, hour, minute).getTime();

describe("the next 24 hours", () => {
  const planned = {
    beats: [at(14, 0), at(14, 30), at(15)],
    quiet: [{ from: at(23), until: at(7, 0, 12) }],
    resets: [at(4, 0, 12)],
  };

  it("stand in their order, without what is over", () => {
    expect(marks(planned, NOW, "en").map(({ text }) => text)).toEqual([
      "Check-in 14:30",
      "Check-in 15:00",
      "Quiet from 23:00 until 07:00",
      "Starts fresh 04:00",
    ]);
  });

  it("are said in a few sentences", () => {
    expect(summary(planned, NOW, "en")[0]).toBe("2 check-ins, the first at 14:30.");
    expect(summary({ beats: [], quiet: [], resets: [] }, NOW, "en")).toEqual(["No check-ins."]);
  });

  it("keep to the line at any width", () => {
    for (const width of [320, 700, 1160]) {
      const scale = scaleOf(NOW, width);
      expect(across(scale, NOW - 9 * HOUR)).toBe(76);
      expect(across(scale, NOW + 99 * HOUR)).toBe(width - 12);
      expect(across(scale, NOW)).toBeGreaterThan(76);
    }
  });

  it("have half the hour labels where it is narrow, and the day's name at midnight", () => {
    const wide = hourLabels(scaleOf(NOW, 1100), "en").map(({ text }) => text);
    expect(wide).toEqual(["15:00", "18:00", "21:00", "12 Thu", "03:00", "06:00", "09:00", "12:00"]);
    const narrow = hourLabels(scaleOf(NOW, 700), "en").map(({ text }) => text);
    expect(narrow).toEqual(["18:00", "12 Thu", "06:00", "12:00"]);
  });
});

describe("while you were away", () => {
  const row = (id: string, kind: string, hoursAgo: number, text = kind): ActivityRow => ({
    id,
    at: NOW - hoursAgo * HOUR,
    kind,
    reference: null,
    outcome: "done",
    text,
    reason: null,
    code: null,
    detail: null,
    undo: { id: `u${id}`, label: "Back", expiresAt: 0 },
  });
  const beat = (hoursAgo: number, outcome: BeatDecision["beat"]["outcome"]): BeatDecision => ({
    cost: null,
    beat: {
      id: `b${hoursAgo}`,
      occasion: "slot",
      slotAt: NOW - hoursAgo * HOUR,
      leftOut: 0,
      startedAt: NOW - hoursAgo * HOUR,
      endedAt: null,
      outcome,
      reason:
        outcome === "skipped" ? { code: "asleep", message: "It was asleep.", params: {} } : null,
      text: null,
    },
  });

  it("the same things are one line, and what was done by hand is none", () => {
    const rows = awayRows(
      NOW - 8 * HOUR,
      [
        row("1", "reset", 1, "Started fresh"),
        row("2", "turn", 2, "Answered"),
        row("3", "turn", 3, "Answered"),
        row("4", "config", 1),
        row("5", "turn", 9, "Answered"),
      ],
      [beat(4, "ok"), beat(5, "ok"), beat(6, "skipped"), beat(9, "ok")],
    );
    expect(rows.map(({ text, count }) => [text, count])).toEqual([
      ["Started fresh", 1],
      ["Answered", 2],
      ["2 check-ins, nothing to report.", 1],
      ["1 check-in did not happen. It was asleep.", 1],
    ]);
    expect(rows[0]?.undo?.id).toBe("u1");
    expect(rows[1]?.undo).toBeNull();
  });

  it("begins after two hours without a look, and ends when it is read", () => {
    const held = new Map<string, string>();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
    } as unknown as Storage;
    let now = NOW;
    const absence = new Absence(
      () => storage,
      () => now,
    );
    absence.look();
    now += HOUR;
    absence.look();
    expect(absence.since).toBeNull();
    now += 3 * HOUR;
    absence.look();
    expect(absence.since).toBe(NOW + HOUR);
    absence.read();
    expect(absence.since).toBeNull();
  });
});

describe("money and room", () => {
  it("splits what runs by itself by its cause, and leaves chats apart", () => {
    const { spending } = scene(new URLSearchParams());
    const { lines, chats } = costLines(spending);
    expect(lines.map(({ word, percent }) => [word, Math.round(percent)])).toEqual([
      ["home-cost-jobs", 14],
      ["home-cost-beats", 11],
    ]);
    expect(chats).toBe(380_000_000);
  });

  it("asks for the person once the main conversation is nearly full", () => {
    const { sessions } = scene(new URLSearchParams());
    expect(fullRow(sessions)?.text).toBe("The main conversation is 81% full");
    const half = sessions.map((row) => ({ ...row, meter: { used: 1, start: 2, percent: 50 } }));
    expect(fullRow(half)).toBeNull();
  });
});
