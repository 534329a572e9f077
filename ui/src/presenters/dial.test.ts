import { describe, expect, it } from "vitest";
import {
  atMost,
  clockOf,
  DAY,
  hoursOf,
  keyed,
  lengthOf,
  midnightIn,
  minuteAt,
  minuteIn,
  minutesOf,
  moved,
  place,
  placed,
  quietOf,
  shifted,
  snapped,
  type Edge,
} from "./dial";

const at = (text: string) => minutesOf(text) ?? Number.NaN;

describe("times on the dial", () => {
  it.each([
    ["07:30", 450],
    ["7:05", 425],
    [" 23.45 ", 1425],
    ["00：15", 15],
    ["24:00", null],
    ["12:60", null],
    ["noon", null],
    ["", null],
  ])("read %j as %j", (text, expected) => {
    expect(minutesOf(text)).toBe(expected);
  });

  it("are quiet where beats do not run, and the other way round", () => {
    const check = (start: string, end: string, from: string | null, until = "") => {
      const quiet = quietOf({ start, end });
      expect(quiet).toEqual(from === null ? null : { from: at(from), until: at(until) });
      expect(hoursOf(quiet)).toEqual({ start, end });
    };
    check("07:00", "23:00", "23:00", "07:00");
    check("08:00", "24:00", "00:00", "08:00");
    check("00:00", "22:00", "22:00", "00:00");
    check("22:00", "06:00", "06:00", "22:00");
    check("00:00", "24:00", null);
  });

  it("survive the circle: a place points at its minute again", () => {
    for (let minute = 0; minute < DAY; minute += 5) {
      const { x, y } = place(minute, 104);
      expect(snapped(minuteAt(x, y), true)).toBe(minute);
    }
    expect(place(360, 100)).toEqual({ x: 100, y: 0 });
  });

  it("are those of the zone, whatever this computer's is", () => {
    const noon = Date.UTC(2026, 2, 11, 12, 5);
    expect(clockOf(minuteIn(noon, "Europe/Stockholm"))).toBe("13:05");
    expect(midnightIn(noon, "Pacific/Auckland")).toBe("2026-03-12T00:00");
  });
});

describe("an edge", () => {
  const night = { from: at("23:00"), until: at("07:00") };
  const check = (edge: Edge, to: string, from: string, until: string) =>
    expect(moved(night, edge, at(to))).toEqual({ from: at(from), until: at(until) });

  it("goes where it is put", () => {
    check("from", "21:30", "21:30", "07:00");
    check("until", "09:15", "23:00", "09:15");
    check("from", "01:00", "01:00", "07:00");
  });

  it("stops before the other one and never makes all of the day quiet", () => {
    check("from", "07:00", "06:45", "07:00");
    check("until", "23:00", "23:00", "23:15");
    check("from", "08:00", "06:45", "07:00");
    const most = moved({ from: at("08:00"), until: at("07:00") }, "from", at("06:50"));
    expect(most).toEqual({ from: at("07:15"), until: at("07:00") });
    expect(atMost(most)).toBe(true);
    expect(atMost(night)).toBe(false);
  });

  it("is put where it is typed, also beyond the other, but not onto it", () => {
    expect(placed(night, "from", at("08:00"))).toEqual({ from: at("08:00"), until: at("07:00") });
    expect(placed(night, "until", at("12:20"))).toEqual({ from: at("23:00"), until: at("12:20") });
    expect(placed(night, "from", at("07:00"))).toEqual(night);
  });

  it("moves with the other when the arc is moved", () => {
    const later = shifted(night, 90);
    expect(later).toEqual({ from: at("00:30"), until: at("08:30") });
    expect(lengthOf(later)).toBe(lengthOf(night));
  });

  it.each([
    ["ArrowRight", false, "23:15"],
    ["ArrowUp", true, "23:05"],
    ["ArrowLeft", false, "22:45"],
    ["ArrowDown", true, "22:55"],
    ["PageUp", false, "00:00"],
    ["PageDown", false, "22:00"],
    ["Home", false, "00:00"],
    ["End", false, "23:45"],
  ])("is moved by %s (Alt: %s) to %s", (key, fine, expected) => {
    expect(keyed(key, at("23:00"), fine)).toBe(at(expected));
  });

  it("leaves other keys alone", () => {
    expect(keyed("Tab", 0, false)).toBeNull();
  });
});
