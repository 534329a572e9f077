import { describe, expect, it } from "vitest";
import type { CommandRow } from "$lib/bindings/CommandRow";
import { completed, completions, isWhole } from "./complete";
import { GUESS, offsetsOf, rowAt, shift, sliceOf } from "./visible";

const row = (name: string, usage = "", aliases: string[] = []): CommandRow => ({
  name,
  aliases,
  usage,
  about: name,
});
const COMMANDS = [row("help", "", ["start"]), row("status"), row("stop"), row("new", "[text]")];

describe("completing a command", () => {
  it.each([
    ["/", ["help", "status", "stop", "new"]],
    ["/st", ["status", "stop", "help"]],
    ["/ST", ["status", "stop", "help"]],
    ["/sta", ["status", "help"]],
    ["/x", []],
    ["st", []],
    ["/new hello", []],
    ["say /st", []],
  ])("%s offers %j", (draft, names) => {
    expect(completions(COMMANDS, draft).map(({ name }) => name)).toEqual(names);
  });

  it("leaves room for what a command takes", () => {
    expect(completed(row("new", "[text]"))).toBe("/new ");
    expect(completed(row("stop"))).toBe("/stop");
  });

  it("sends a whole name, another name too", () => {
    expect(isWhole(row("help", "", ["start"]), "/Start")).toBe(true);
    expect(isWhole(row("help"), "/hel")).toBe(false);
  });
});

describe("the rows of a long conversation that are drawn", () => {
  const keys = Array.from({ length: 10_000 }, (_, nth) => `k${nth}`);
  const heights = new Map([["k0", 300]]);
  const offsets = offsetsOf(keys, heights);

  it("are all of a short one", () => {
    const few = offsetsOf(keys.slice(0, 200), heights);
    expect(sliceOf(few, 5_000, 600)).toEqual({ from: 0, to: 200, above: 0, below: 0 });
  });

  it("are few of a long one, wherever it is read, and the room of the others is kept", () => {
    for (const top of [-50, 0, 250, 400_000, 10_000 * GUESS, 99_999_999]) {
      const { from, to, above, below } = sliceOf(offsets, top, 600);
      expect(to - from, `at ${top}`).toBeLessThan(40);
      expect(to).toBeGreaterThan(from);
      const drawn = (offsets[to] ?? 0) - (offsets[from] ?? 0);
      expect(above + drawn + below).toBe(offsets[keys.length]);
    }
  });

  it("hold the row at a height", () => {
    expect([0, 299, 300, 300 + GUESS].map((y) => rowAt(offsets, y))).toEqual([0, 0, 1, 2]);
    expect(rowAt(offsets, 1e9)).toBe(9_999);
  });

  it("stay where they are when rows above them become known or come in", () => {
    const taller = offsetsOf(keys, new Map([["k0", 500]]));
    expect(shift(offsets, taller, keys, keys, 4_000)).toBe(200);
    expect(shift(offsets, taller, keys, keys, 100)).toBe(0);
    const more = ["a", "b", ...keys];
    expect(shift(offsets, offsetsOf(more, heights), keys, more, 4_000)).toBe(2 * GUESS);
    expect(shift(offsets, offsets, [], keys, 0)).toBe(0);
  });
});
