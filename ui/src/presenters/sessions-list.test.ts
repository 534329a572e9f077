import { describe, expect, it } from "vitest";
import type { FindingRow } from "$lib/bindings/FindingRow";
import type { SessionRow } from "$lib/bindings/SessionRow";
import { talkGroups, type Past, type TalkPart } from "./sessions-list";

const NOON = new Date(2027, 2, 11, 12).getTime();
const HOUR = 3_600_000;

function session(id: string, kind: string, ago: number, more: Partial<SessionRow> = {}) {
  const rest = { label: id, archivedAt: null, lastChannel: "telegram" };
  const meter = { used: 0, start: 100, percent: 10 };
  const row = { key: `agent:main:${id}`, sessionId: id, kind, updatedAt: NOON - ago * HOUR, meter };
  return { ...rest, ...row, ...more } as SessionRow;
}

const sessions = [
  session("main", "main", 0, { label: null, lastChannel: "desktop" }),
  session("lind", "group", 1),
  session("run", "cron", 2, { lastChannel: null }),
  session("old", "direct", 40),
  session("away", "direct", 50, { archivedAt: NOON }),
];
const past: Past[] = [
  {
    key: "agent:main:main",
    sessions: [
      {
        sessionId: "main",
        startedAt: 0,
        endedAt: NOON,
        endedBy: null,
        firstWords: "",
        bytes: 1,
        current: true,
      },
      {
        sessionId: "before",
        startedAt: 0,
        endedAt: NOON - 30 * HOUR,
        endedBy: "daily",
        firstWords: "Good morning",
        bytes: 1,
        current: false,
      },
    ],
  },
];

const groups = (part: TalkPart, findings: FindingRow[] = [], rows = sessions) =>
  talkGroups(rows, past, findings, part, NOON, "en");

describe("all conversations", () => {
  it("stand under today, earlier and the archive, each part alone if asked", () => {
    const check = (part: TalkPart, expected: [string, string[]][]) =>
      expect(groups(part).map(({ key, items }) => [key, items.map(({ id }) => id)])).toEqual(
        expected,
      );
    check("all", [
      ["today", ["main", "lind", "run"]],
      ["earlier", ["before", "old"]],
      ["archive", ["away"]],
    ]);
    check("talks", [
      ["today", ["main", "lind"]],
      ["earlier", ["before", "old"]],
    ]);
    check("runs", [["today", ["run"]]]);
    check("archive", [["archive", ["away"]]]);
  });

  it("say what they are, and an earlier stretch how it ended", () => {
    const all = groups("all").flatMap(({ items }) => items);
    const says = (id: string) => all.find((item) => item.id === id);
    expect(says("main")).toMatchObject({
      name: "Main conversation",
      says: "This computer · main conversation",
      when: "12:00",
    });
    expect(says("run")).toMatchObject({ name: "run", says: "run of a job" });
    expect(says("before")).toMatchObject({
      name: "Main conversation, March 10",
      says: "Ended by the new day · Good morning",
      percent: null,
      key: "agent:main:main",
    });
  });

  it("turn amber when they get full and red when they nearly are", () => {
    const tone = (percent: number) => {
      const meter = { used: 0, start: 100, percent };
      return groups("all", [], [session("main", "main", 0, { meter })])[0]?.items[0]?.tone;
    };
    expect([79, 80, 94, 95].map(tone)).toEqual(["plain", "needs", "needs", "failed"]);
  });

  it("show the worst a check found about them, by key or by file", () => {
    const finding = (id: string, subject: string) => ({ id, subject }) as FindingRow;
    const found = [
      finding("first", "agents/main/sessions/before.jsonl"),
      finding("second", "agent:main:lind"),
      finding("third", "agents/main/sessions/lind.jsonl"),
    ];
    const all = groups("all", found).flatMap(({ items }) => items);
    const of = (id: string) => all.find((item) => item.id === id)?.finding?.id ?? null;
    expect(["before", "lind", "main"].map(of)).toEqual(["first", "second", null]);
  });
});
