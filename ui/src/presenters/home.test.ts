import { describe, expect, it } from "vitest";
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { BeatDecision } from "$lib/bindings/BeatDecision";
import type { Rehearsed } from "$lib/bindings/Rehearsed";
import { FakeBeats } from "$lib/platform/fake/beats";
import { FakeJobs } from "$lib/platform/fake/jobs";
import { rehearsed } from "$lib/platform/fake/rehearsal";
import { scene } from "$lib/platform/fake/scenes";
import { Absence } from "$lib/stores/overview.svelte";
import { Playback } from "$lib/stores/playback.svelte";
import { costLines } from "./allowance";
import { awayRows } from "./away";
import { fullRow } from "./needs";
import { dots, names } from "./job-lane";
import { expected, NOTHING, type JobRun, type Planned } from "./planned";
import { rehearsedRows, rehearsedSum, soFar } from "./rehearsed";
import { widthOf } from "./text-width";
import {
  across,
  freshLabel,
  hourLabels,
  marks,
  nextSaid,
  nowLabel,
  scaleOf,
  summary,
} from "./timeline";

const HOUR = 3_600_000;
const NOW = new Date(2026, 2, 11, 14, 12).getTime();
const at = (hour: number, minute = 0, day = 11) => new Date(2026, 2, day, hour, minute).getTime();

describe("the next 24 hours", () => {
  const planned: Planned = {
    ...NOTHING,
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
    expect(summary(NOTHING, NOW, "en")).toEqual(["No check-ins."]);
  });

  it("say how many check-ins are left out where none runs", () => {
    const left = { ...NOTHING, left: [at(14, 0), at(15), at(16)] };
    expect(summary(left, NOW, "en")[0]).toBe("2 check-ins will be left out.");
  });

  it("keep the labels of now and of a fresh start apart, and on the line", () => {
    for (const width of [500, 700, 1160]) {
      const scale = scaleOf(NOW, width);
      for (let minutes = 1; minutes < 24 * 60; minutes += 7) {
        for (const here of [NOW, NOW + 20 * HOUR, NOW + 24 * HOUR]) {
          const now = nowLabel(scale, here, "Now 14:12");
          const text = "Starts fresh 04:00";
          const from = freshLabel(scale, NOW + minutes * 60_000, text, now);
          const to = from + widthOf(text);
          expect(to <= now.from - 8 || from >= now.to + 8).toBe(true);
          expect([from >= 0, to <= width + 0.1, now.to <= width + 0.1]).toEqual([true, true, true]);
        }
      }
    }
    const far = scaleOf(NOW, 1160);
    const over = freshLabel(far, NOW + 10 * HOUR, "Starts fresh", nowLabel(far, NOW, "Now"));
    expect(over).toBeCloseTo(across(far, NOW + 10 * HOUR) - widthOf("Starts fresh") / 2);
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

const run = (id: string, when: number, change: Partial<JobRun> = {}): JobRun => ({
  id,
  name: `Job ${id}`,
  at: when,
  asks: true,
  runs: true,
  text: `“Job ${id}” runs`,
  cost: { low: 0.014, high: 0.016 },
  ...change,
});

describe("jobs on the line", () => {
  const scale = scaleOf(NOW, 1160);
  const placed = (runs: JobRun[], wide = scale) =>
    names(runs, wide, NOW, "en", false).map((name) => [
      name.name,
      name.time,
      name.row,
      name.hidden,
    ]);

  it("are named with their time; what repeats is named once, with rings", () => {
    const sweeps = [16, 18, 20].map((hour) => run("s", at(hour)));
    expect(placed([run("a", at(15)), ...sweeps])).toEqual([
      ["Job a", "15:00", 1, 0],
      ["Job s", "3 times", 0, 0],
    ]);
    const looks = dots([run("a", at(15)), ...sweeps], scale, NOW).map(({ look }) => look);
    expect(looks).toEqual(["named", "ring", "ring", "ring"]);
  });

  it("go up a row where two would touch, and are counted where three would", () => {
    const close = [run("a", at(7, 0, 12)), run("b", at(7, 30, 12)), run("c", at(8, 0, 12))];
    expect(placed(close)).toEqual([
      ["Job b", "07:30", 2, 1],
      ["Job c", "08:00", 1, 0],
    ]);
    const apart = names(close.slice(1), scale, NOW, "en", false);
    expect(apart.map(({ row }) => row)).toEqual([2, 1]);
  });

  it("end at the edge instead of running over it", () => {
    const [late] = names([run("z", at(14, 0, 12))], scale, NOW, "en", false);
    expect(late?.end).toBe(true);
    expect(late?.at).toBeLessThanOrEqual(1160);
  });

  it("stand under each other at the same time, and are strokes where there are too many", () => {
    const both = dots([run("a", at(15)), run("b", at(15))], scale, NOW);
    expect(both.map(({ drop }) => drop)).toEqual([0, 13]);
    const many = Array.from({ length: 40 }, (_, nth) => run("m", at(15) + nth * 600_000));
    expect(new Set(dots(many, scale, NOW).map(({ look }) => look))).toEqual(new Set(["stroke"]));
  });

  it("are faint once they are over or left out", () => {
    const found = dots([run("a", NOW - 1), run("b", at(15), { runs: false })], scale, NOW);
    expect(found.map(({ faint }) => faint)).toEqual([true, true]);
  });

  it("take more room in Chinese", () => {
    expect(widthOf("早间简报")).toBeGreaterThan(widthOf("brief"));
  });

  it("say their price, or why they are left out, to the arrow keys", () => {
    const left = { runs: false, text: "“Job b” was skipped" };
    const planned = {
      ...NOTHING,
      left: [at(16)],
      jobs: [run("a", at(15)), run("b", at(17), left), run("c", at(18), { asks: false })],
    };
    expect(marks(planned, NOW, "en").map(({ text }) => text)).toEqual([
      "Job a 15:00, about $0.01–0.02",
      "Check-in 16:00, will be left out",
      "17:00: “Job b” was skipped",
      "Job c 18:00",
    ]);
  });

  it.each([
    [at(14, 30), run("a", at(15)), "Next check-in 14:30, Job a at 15:00."],
    [at(14, 30), null, "Next check-in 14:30."],
    [null, run("a", at(15)), "Next: Job a at 15:00."],
    [null, null, ""],
  ])("%# say what comes next", (beat, job, said) => {
    expect(nextSaid(beat, job, "en")).toBe(said);
  });
});

describe("a rehearsal", () => {
  const beats = new FakeBeats(NOW);
  const jobs = new FakeJobs(NOW, "Europe/Stockholm", false);
  const item = (change: Partial<Rehearsed["items"][0]>): Rehearsed["items"][0] => ({
    at: at(15),
    kind: "beat",
    reference: "main",
    runs: true,
    text: "Check-in",
    cost: { low: 0.0075, high: 0.009 },
    ...change,
  });
  const of = (items: Rehearsed["items"], cost = { low: 0.1, high: 0.1 }): Rehearsed => ({
    ...rehearsed(beats, jobs, NOW, 12),
    items,
    cost,
  });
  const said = (found: Rehearsed, played: number) =>
    rehearsedRows(found, jobs.rows, played, "en").map(({ name, says }) => `${name}: ${says}`);

  it("tells newest first what happened by then, check-ins in a row as one, and what comes next", () => {
    const found = of([
      item({ at: at(14, 30) }),
      item({ at: at(15) }),
      item({ at: at(16), kind: "job", reference: "ny" }),
      item({ at: at(18, 45), kind: "job", reference: "choir", cost: { low: 0, high: 0 } }),
      item({ at: at(23), kind: "quiet-begins", text: "Quiet hours begin" }),
    ]);
    expect(said(found, at(18, 45))).toEqual([
      "Quiet hours begin: comes next",
      "Leave for choir: would be sent as it is, free",
      "New York brief: would ask the model, about $0.008–0.009",
      "2 check-ins: 14:30–15:00, each would ask the model, about $0.008–0.009",
    ]);
    expect(said(found, NOW)).toEqual(["Check-in: comes next"]);
  });

  it("says what is left out and why, and what has no price", () => {
    const why = "Check-in, left out: The allowance is used up";
    const found = of([
      item({ cost: null }),
      item({ at: at(16), runs: false, text: why, cost: { low: 0, high: 0 } }),
      item({ at: at(17), kind: "job", reference: "gone", text: "“Old” runs" }),
    ]);
    expect(said(found, at(18))).toEqual([
      "“Old” runs: ",
      `Check-in: ${why}`,
      "Check-in: would ask the model; its price is unknown",
    ]);
    expect(rehearsedSum(found, "en")).toBe(
      "As things are: 1 check-in and 1 run of a job. 1 thing would be left out.",
    );
  });

  it("adds up what is played, and says nothing of money where there is none", () => {
    const found = of([item({}), item({ at: at(16) })], { low: 0.015, high: 0.018 });
    expect(soFar(found, at(15), "en")).toBe("so far $0.008–0.009 of about $0.02");
    expect(soFar(of([], { low: 0, high: 0 }), at(15), "en")).toBe("costs nothing");
    expect(expected({ ...found, unpriced: 2 }, "en")).toBe(
      "expected $0.02, and 2 whose price is unknown",
    );
    expect(rehearsedSum({ ...of([]), cut: true }, "en")).toContain("There is more");
    expect(rehearsedSum(of([]), "en")).toBe("As things are, nothing would run by itself.");
  });

  it("is played by a fast clock that stops at the end", () => {
    const playback = new Playback();
    playback.load(NOW, NOW + 2 * HOUR);
    playback.tick(1000);
    expect(playback.at).toBe(NOW + HOUR);
    playback.speed = "minute";
    playback.tick(1000);
    expect(playback.at).toBe(NOW + HOUR + 60_000);
    playback.toggle();
    playback.tick(1000);
    expect(playback.at).toBe(NOW + HOUR + 60_000);
    playback.end();
    expect([playback.ended, playback.playing]).toEqual([true, false]);
    playback.toggle();
    expect([playback.at, playback.playing]).toEqual([NOW, true]);
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
