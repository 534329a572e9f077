import { describe, expect, it } from "vitest";
import type { AboutText } from "$lib/bindings/AboutText";
import type { ChangeRow } from "$lib/bindings/ChangeRow";
import { diffRows, differing, edits } from "./notes-diff";
import { dayIn, groups } from "./notes-files";
import { fenced, lineLook, nextItem } from "./notes-looks";
import { dayFrom, dayTitle, monthFrom, monthName, today, weeks } from "./notes-month";
import { changeTime, changeWords, smallMoney, weight, weightMore } from "./notes-words";

describe("the edits between two texts", () => {
  const applied = (from: string, to: string) => {
    let [text, moved] = [from, 0];
    for (const { from: start, to: end, insert } of edits(from, to)) {
      text = text.slice(0, start + moved) + insert + text.slice(end + moved);
      moved += insert.length - (end - start);
    }
    return text;
  };

  it.each([
    ["", "a\n"],
    ["a\n", ""],
    ["a\nb\nc\n", "a\nB\nc\n"],
    ["a\nb\nc\nd\n", "x\nb\nc\ny\nd\n"],
    ["a", "a\nb"],
    ["a\na\na\n", "a\na\n"],
    ["一\n二\n", "一\n三\n二\n"],
  ])("make %j of %j", (from, to) => {
    expect(applied(from, to)).toBe(to);
  });

  it("bring any text into any other", () => {
    let seed = 7;
    const below = (limit: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % limit;
    };
    const text = () => Array.from({ length: below(12) }, () => "abc"[below(3)] + "\n").join("");
    for (let nth = 0; nth < 500; nth += 1) {
      const [from, to] = [text(), text()];
      expect(applied(from, to)).toBe(to);
    }
  });

  it("leave what did not change in its place", () => {
    expect(edits("a\nb\nc\nd\n", "a\nB\nc\nD\n")).toEqual([
      { from: 2, to: 3, insert: "B" },
      { from: 6, to: 7, insert: "D" },
    ]);
    expect(edits("a\nb\n", "a\nb\n")).toEqual([]);
  });
});

describe("a diff to read", () => {
  it("says what went and came, the words that differ strong", () => {
    const rows = diffRows(
      "--- a #1\n+++ a #2\n@@ -1,2 +1,3 @@\n same\n-owner is Mikael.\n+owner is Reza.\n+new\n@@ -9 +10 @@\n-x\n",
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      "context",
      "removed",
      "added",
      "added",
      "gap",
      "removed",
    ]);
    expect(rows[1]?.pieces.find(({ strong }) => strong)?.text).toBe("Mikael");
    expect(rows[2]?.pieces.find(({ strong }) => strong)?.text).toBe("Reza");
    expect(rows[3]?.pieces).toEqual([{ text: "new", strong: false }]);
  });

  it("never splits a word, nor needs two texts that share one", () => {
    expect(differing("pays late", "pays later")[1]).toEqual([
      { text: "pays ", strong: false },
      { text: "later", strong: true },
    ]);
    expect(differing("", "a")).toEqual([[], [{ text: "a", strong: true }]]);
  });
});

describe("a line of Markdown", () => {
  const kind = (line: string) => lineLook(line, false).kind;

  it.each([
    ["# Memory", "heading"],
    ["#todo", "text"],
    ["- [ ] tea", "task"],
    ["  - [x] milk", "task"],
    ["- tea", "item"],
    ["12. tea", "item"],
    ["> said", "quote"],
    ["---", "rule"],
    ["-no item", "text"],
  ])("%j is %s", (line, expected) => {
    expect(kind(line)).toBe(expected);
  });

  it("knows whether a task is done and how deep it stands", () => {
    expect(lineLook("  - [x] milk", false)).toMatchObject({ done: true, indent: 2, mark: [2, 8] });
    expect(lineLook("- [ ] tea", false)).toMatchObject({ done: false, indent: 0 });
  });

  it("finds what is strong, emphasised, code and a link, and nothing in a name", () => {
    const spans = (line: string) =>
      lineLook(line, false).spans.map(({ from, to, kind }) => [kind, line.slice(from, to)]);
    expect(spans("**a b** and *c* in `d` at [e](https://f)")).toEqual([
      ["strong", "a b"],
      ["emphasis", "c"],
      ["code", "d"],
      ["link", "e"],
    ]);
    expect(spans("new_york_trip and 2 * 3 * 4")).toEqual([]);
  });

  it("is code inside a fence", () => {
    const lines = ["a", "```", "# b", "```", "c"];
    expect(fenced(lines)).toEqual([false, true, true, true, false]);
    expect(lineLook("# b", true).kind).toBe("code");
  });

  it.each([
    ["- tea", "- "],
    ["- [x] tea", "- [ ] "],
    ["  * tea", "  * "],
    ["9. tea", "10. "],
    ["- ", ""],
    ["- [ ] ", ""],
    ["tea", null],
  ])("goes on after %j with %j", (line, next) => {
    expect(nextItem(line)).toBe(next);
  });
});

describe("a month", () => {
  it("begins its weeks on Monday", () => {
    const march = weeks("2027-03");
    expect(march).toHaveLength(5);
    expect(march[0]?.[0]?.day).toBe("2027-03-01");
    expect(weeks("2026-11")[0]?.map((cell) => cell?.number ?? 0)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  it("is counted over the ends of years and through clock changes", () => {
    expect(monthFrom("2026-01", -1)).toBe("2025-12");
    expect(dayFrom("2027-03-28", 1)).toBe("2027-03-29");
    expect(dayFrom("2028-02-28", 1)).toBe("2028-02-29");
    expect(today(Date.UTC(2027, 2, 10, 23, 30), "Europe/Stockholm")).toBe("2027-03-11");
    expect(monthName("2025-12", "2026-01", "en")).toContain("2025");
    expect(dayTitle("2027-03-11", "2027-03-11", "en")).toBe("Thursday, March 11");
  });
});

describe("the files", () => {
  const row = (path: string) => ({
    path,
    bytes: 1,
    changedAt: 1,
    versions: 1,
    cutAt: null,
    tokens: 2,
  });

  it("stand in their groups, the known ones even before they exist", () => {
    const rows = ["MEMORY.md", "memory/2027-03-11.md", "memory/plan.md", "b.md", "c.png"];
    const shown = groups(rows.map(row));
    expect(shown.lists.map(({ path, tokens }) => [path, tokens])).toEqual([
      ["HEARTBEAT.md", null],
      ["TODO.md", null],
      ["MEMORY.md", 2],
    ]);
    expect([...shown.days]).toEqual(["2027-03-11"]);
    expect(shown.other.map(({ path }) => path)).toEqual(["memory/plan.md", "b.md"]);
    expect(dayIn("memory/2027-3-1.md")).toBeNull();
  });
});

describe("what is said of a note", () => {
  const about = (change: Partial<AboutText>): AboutText => ({
    tokens: 1284,
    read: "always",
    readTokens: 1284,
    readCost: 1_284_000,
    checkIns: 32,
    dayCost: 41_000_000,
    cutAt: null,
    conflicts: [],
    secrets: [],
    ...change,
  });

  it("is its weight, its price and when it is paid", () => {
    const said = (change: Partial<AboutText>) => weight(about(change), "Wren", "en");
    expect(said({})).toBe("1,284 tokens, $0.0013 each time Wren reads it");
    expect(said({ read: "check-ins" })).toBe("1,284 tokens, $0.0013 each check-in");
    expect(said({ read: "opened" })).toBe("1,284 tokens, read only when Wren opens it");
    expect(said({ readCost: null })).toBe("1,284 tokens, read with each message");
    expect(said({ tokens: 0 })).toBe("0 tokens");
    expect(said({ readCost: 0 })).toContain("free each time");
    expect(weightMore(about({ cutAt: 9 }), "en")).toBe(
      "32 check-ins a day read it: about $0.04 a day. The agent reads 1.3k of it.",
    );
  });

  it("never shows a price as nothing", () => {
    expect(smallMoney(1, "en")).toBe("$0.0001");
    expect(smallMoney(9_900_000, "en")).toBe("$0.0099");
    expect(smallMoney(25_000_000, "en")).toBe("$0.03");
  });

  it("is what a change did", () => {
    const said = (change: Partial<ChangeRow>) =>
      changeWords({
        version: 3,
        before: 2,
        at: 0,
        by: "agent",
        added: 0,
        removed: 0,
        broughtBack: null,
        gone: false,
        ...change,
      });
    expect(said({ added: 1 })).toBe("1 line added");
    expect(said({ removed: 2 })).toBe("2 lines removed");
    expect(said({ added: 2, removed: 2 })).toBe("2 lines changed");
    expect(said({ added: 2, removed: 1 })).toBe("2 lines added, 1 removed");
    expect(said({ broughtBack: 1 })).toBe("Brought back what stood before");
    expect(said({ before: null, added: 3 })).toBe("The note was made");
    expect(said({ gone: true })).toBe("The note was removed");
    expect(said({ added: null, removed: null })).toBe("Changed");
  });

  it("is when, with its day and where needed its year", () => {
    const now = new Date(2027, 2, 11, 14, 12).getTime();
    expect(changeTime(new Date(2027, 2, 11, 13, 31).getTime(), now, "en")).toBe("Today 13:31");
    expect(changeTime(new Date(2026, 2, 1, 10, 2).getTime(), now, "en")).toBe("Mar 1, 2026 10:02");
  });
});
