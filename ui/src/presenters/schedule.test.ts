import { describe, expect, it } from "vitest";
import type { JobDelivery } from "$lib/bindings/JobDelivery";
import type { JobHappened } from "$lib/bindings/JobHappened";
import type { JobRow } from "$lib/bindings/JobRow";
import { draftOf, made, newDraft, recordOf, withWhen } from "./job-draft";
import { deliveryLines, runSays, targetState } from "./job-history";
import {
  expressionOf,
  stepped,
  timeOf,
  withExpression,
  withRhythm,
  type Rhythm,
  type When,
} from "./rhythm";
import { firstWhen, whenOf, whenRequest } from "./schedule-record";
import { HOUR_HEIGHT, isHidden, MOST_A_WEEK, nowLine, spanOf, weekBlocks, weekOf } from "./week";
import { difference, endOfDay, findZones, localAt, sameZone, startOfDay } from "./zones";

const ZONE = "Europe/Stockholm";

/** The same numbers on every computer. */
function chance(seed: number) {
  let state = seed;
  return (least: number, most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + (state % (most - least + 1));
  };
}

/** Every value a field of an expression lets through, so that two spellings are one. */
function meaning(expression: string): string {
  const most = [59, 23, 31, 12, 7];
  const names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const fields = expression.trim().toUpperCase().split(/\s+/);
  const read = fields.map((field, nth) => {
    const plain = names.reduce((text, name, at) => text.replaceAll(name, String(at)), field);
    if (/[L#]/.test(plain)) return plain.replace(/^7/, "0");
    const found = new Set<number>();
    for (const part of plain.split(",")) {
      const [span = "", step = "1"] = part.split("/");
      const first = nth === 2 || nth === 3 ? 1 : 0;
      const [from, to] = span === "*" ? [first, most[nth]] : span.split("-");
      for (let at = Number(from); at <= Number(to ?? from); at += Number(step)) {
        found.add(nth === 4 ? at % 7 : at);
      }
    }
    return [...found].sort((a, b) => a - b).join(",");
  });
  return read.join(" ");
}

function generated(count: number): string[] {
  const pick = chance(7);
  const list = (most: number) => {
    const many = Array.from({ length: pick(1, 3) }, () => pick(0, most));
    return [...new Set(many)].join(",");
  };
  const one = () => {
    const minute = [`${pick(0, 59)}`, "0", list(59), `*/${pick(1, 40)}`, "*"][pick(0, 4)];
    const low = pick(0, 20);
    const range = `${low}-${pick(low + 1, 23)}`;
    const hours = [`${pick(0, 23)}`, list(23), "*", range, `${range}/${pick(1, 6)}`];
    const day = ["*", "*", "*", `${pick(1, 31)}`, "L", `${pick(1, 9)}-12`][pick(0, 5)];
    const month = ["*", "*", "*", "*", "1", "JAN-MAR"][pick(0, 5)];
    const weekdays = ["*", "*", "1-5", "MON-FRI", list(7), `${pick(0, 7)}#${pick(1, 5)}`];
    const weekday = [...weekdays, `${pick(0, 6)}L`][pick(0, 6)];
    return `${minute} ${[...hours, `*/${pick(1, 12)}`][pick(0, 5)]} ${day} ${month} ${weekday}`;
  };
  return Array.from({ length: count }, one);
}

describe("the builder", () => {
  it("says 1,000 expressions as parts, and back to the same, or keeps them to the letter", () => {
    const kinds = new Set<string>();
    for (const expression of generated(1_000)) {
      const when = withExpression(firstWhen(ZONE), expression);
      const back = expressionOf(when) ?? "";
      kinds.add(when.rhythm.kind);
      if (when.rhythm.kind === "custom") expect(back).toBe(expression);
      else expect(meaning(back), expression).toBe(meaning(expression));
      // What the parts write, the parts read.
      const again = withExpression(firstWhen(ZONE), back);
      expect(again).toEqual(when);
    }
    const all = ["custom", "daily", "days", "every", "lastday", "monthday", "nth", "weekdays"];
    expect([...kinds].sort()).toEqual(all);
  });

  it("reads expressions as a person would say them", () => {
    const check = (expression: string, kind: Rhythm["kind"], times: string[]) => {
      const when = withExpression(firstWhen(ZONE), expression);
      expect([when.rhythm.kind, when.times], expression).toEqual([kind, times]);
    };
    check("0 9 * * 1-5", "weekdays", ["09:00"]);
    check("0 9 * * MON-FRI", "weekdays", ["09:00"]);
    check("30 7,18 * * 0,6", "days", ["07:30", "18:30"]);
    check("0 9 1 * *", "monthday", ["09:00"]);
    check("0 9 L * *", "lastday", ["09:00"]);
    check("0 9 * * 1#1", "nth", ["09:00"]);
    check("0 9 * * 1L", "nth", ["09:00"]);
    check("*/15 8-18 * * *", "every", ["09:00"]);
    check("0 */7 * * *", "custom", ["09:00"]);
    check("0 9 1 * 1", "custom", ["09:00"]);
    check("0 9 * 6 *", "custom", ["09:00"]);
    check("0 0 9 * * 1", "custom", ["09:00"]);
    check("nonsense", "custom", ["09:00"]);
  });

  it("keeps time and zone under another rhythm", () => {
    const when: When = { rhythm: { kind: "weekdays" }, times: ["07:15"], zone: "Asia/Tokyo" };
    const next = withRhythm(when, "monthday", "2027-03-11");
    expect(next).toEqual({ ...when, rhythm: { kind: "monthday", day: 11 } });
    expect(expressionOf(next)).toBe("15 7 11 * *");
    expect(withRhythm(when, "custom", "2027-03-11").rhythm).toEqual({
      kind: "custom",
      expression: "15 7 * * 1-5",
    });
  });

  it("writes what no expression can say as calendar rules, and reads them back", () => {
    const check = (rhythm: Rhythm, times: string[], expected: string) => {
      const when: When = { rhythm, times, zone: ZONE };
      expect(expressionOf(when)).toBeNull();
      const { rrule = "" } = whenRequest(when);
      expect(rrule).toBe(expected);
      const stored = rrule.includes("DTSTART")
        ? rrule
        : `DTSTART;TZID=${ZONE}:20270311T140000\n${rrule}`;
      expect(whenOf({ kind: "rrule", rrule: stored, tz: ZONE }, "UTC")).toEqual(when);
    };
    const rule = (text: string, hour: number, minute: number) =>
      `RRULE:${text};BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`;
    const uneven = ["07:15", "18:30"];
    const both = (text: string) => `${rule(text, 7, 15)}\n${rule(text, 18, 30)}`;
    check({ kind: "daily" }, uneven, both("FREQ=DAILY"));
    check({ kind: "weekdays" }, uneven, both("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));
    check({ kind: "days", days: [0, 3] }, uneven, both("FREQ=WEEKLY;BYDAY=SU,WE"));
    check({ kind: "monthday", day: 15 }, uneven, both("FREQ=MONTHLY;BYMONTHDAY=15"));
    check({ kind: "lastday" }, uneven, both("FREQ=MONTHLY;BYMONTHDAY=-1"));
    check({ kind: "nth", nth: -1, weekday: 1 }, uneven, both("FREQ=MONTHLY;BYDAY=-1MO"));
    const start = `DTSTART;TZID=${ZONE}:20270312T000000\n`;
    const period: Rhythm = { kind: "period", count: 2, unit: "weeks", from: "2027-03-12" };
    check(period, ["18:00"], start + rule("FREQ=WEEKLY;INTERVAL=2", 18, 0));
  });

  it("counts every other Friday from the Friday of its own week", () => {
    const check = (start: string, from: string) => {
      const rrule = `DTSTART;TZID=${ZONE}:${start}T180000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`;
      const period = { kind: "period", count: 2, unit: "weeks", from };
      expect(whenOf({ kind: "rrule", rrule }, ZONE)?.rhythm).toEqual(period);
    };
    check("20270312", "2027-03-12");
    check("20270310", "2027-03-12");
    // On a Saturday this week's Friday is over.
    check("20270313", "2027-03-26");
  });

  it("reads every other kind of schedule, and leaves what it can't show", () => {
    const at = { kind: "at", at: "2027-03-13T08:00:00.000Z" };
    expect(whenOf(at, ZONE)).toMatchObject({
      rhythm: { kind: "once", date: "2027-03-13" },
      times: ["09:00"],
    });
    expect(whenOf({ kind: "every", everyMs: 2_700_000 }, ZONE)?.rhythm).toMatchObject({
      count: 45,
      unit: "minutes",
    });
    const rare = "DTSTART:20270101T090000\nRRULE:FREQ=YEARLY;BYMONTH=6";
    expect(whenOf({ kind: "rrule", rrule: rare }, ZONE)).toBeNull();
    expect(whenOf({ kind: "moon" }, ZONE)).toBeNull();
    expect(whenOf(undefined, ZONE)).toBeNull();
  });

  it("sends each rhythm as one kind of schedule", () => {
    const check = (rhythm: Rhythm, expected: object) =>
      expect(whenRequest({ rhythm, times: ["09:00"], zone: ZONE })).toEqual({
        ...expected,
        tz: ZONE,
      });
    check({ kind: "once", date: "2027-03-13" }, { at: "2027-03-13 09:00" });
    check({ kind: "weekdays" }, { cron: "0 9 * * 1-5" });
    check({ kind: "every", count: 45, unit: "minutes", between: null }, { every: "45m" });
    check({ kind: "every", count: 2, unit: "hours", between: [8, 20] }, { cron: "0 8-20/2 * * *" });
    check({ kind: "custom", expression: "0 9 * 6 *" }, { cron: "0 9 * 6 *" });
  });

  it("takes times as they are typed and steps them round the clock", () => {
    const check = (text: string, time: string | null) => expect(timeOf(text), text).toBe(time);
    check("9", "09:00");
    check("0905", "09:05");
    check("18:30", "18:30");
    check("7.15", "07:15");
    check("24:00", null);
    check("9:75", null);
    check("nine", null);
    expect([stepped("23:58", 5), stepped("00:00", -60)]).toEqual(["00:03", "23:00"]);
  });
});

describe("a job's draft", () => {
  const row = (kind: string, definition: Record<string, unknown>) =>
    ({ id: "j", name: "J", agentId: "main", kind, definition }) as unknown as JobRow;

  it("is what the record says, and writes only what it shows", () => {
    const draft = draftOf(
      row("agentTurn", {
        schedule: { kind: "cron", expr: "0 9 * * 1-5", tz: ZONE },
        payload: { kind: "agentTurn", message: "Look", model: "a/b" },
        sessionTarget: "session:main",
        delivery: { mode: "announce", channel: "telegram", to: 7 },
        cove: { missed: "3h", overlap: "queue", mayReadMemory: true, startAt: 1_800_000_000_000 },
      }),
      "UTC",
    );
    expect(draft).toMatchObject({ what: "ask", where: "main", model: "a/b", target: "telegram:7" });
    expect(recordOf(draft)).toEqual({
      name: "J",
      payload: { kind: "agentTurn", message: "Look", text: null, model: "a/b" },
      sessionTarget: "session:main",
      delivery: { mode: "announce", channel: "telegram", to: "7" },
      cove: {
        missed: "3h",
        overlap: "queue",
        mayReadMemory: true,
        startAt: 1_800_000_000_000,
        endAt: null,
      },
    });
  });

  it("keeps its first and last day in another zone", () => {
    const draft = {
      ...newDraft(ZONE, "none"),
      startAt: startOfDay("2027-03-11", ZONE),
      endAt: endOfDay("2027-03-12", ZONE),
    };
    const when = { ...(draft.when ?? firstWhen(ZONE)), zone: "America/New_York" };
    const moved = withWhen(draft, when);
    expect(localAt(moved.startAt ?? 0, "America/New_York")).toEqual({
      date: "2027-03-11",
      time: "00:00",
    });
    expect(localAt(moved.endAt ?? 0, "America/New_York")).toEqual({
      date: "2027-03-12",
      time: "23:59",
    });
    expect(withWhen(draft, draft.when ?? when)).toMatchObject({ startAt: draft.startAt });
  });

  it("knows whether something ever arrived where it sends to", () => {
    const draft = newDraft(ZONE, "telegram:7");
    const job = (needsTest: boolean) => ({ needsTest }) as JobRow;
    const check = (needsTest: boolean, tested: string | null, word: string | undefined) =>
      expect(targetState(draft, job(needsTest), tested)?.word).toBe(word);
    check(true, null, "plan-test-needed");
    check(true, "telegram:7", "plan-test-sent");
    check(true, "desktop", "plan-test-needed");
    check(false, "telegram:7", "plan-test-reached");
    check(false, null, undefined);
    expect(targetState({ ...draft, target: "none" }, job(true), null)).toBeNull();
  });

  it("leaves alone what it does not know", () => {
    const strange = { payload: { kind: "dance" }, delivery: { mode: "pigeon" } };
    const record = recordOf(draftOf(row("dance", strange), ZONE));
    expect(record).not.toHaveProperty("payload");
    expect(record).not.toHaveProperty("delivery");
    expect(record).not.toHaveProperty("sessionTarget");
  });

  it("of a new job is called by its first words and holds no empty fields", () => {
    const draft = { ...newDraft(ZONE, "telegram:7"), text: "Water the plants\nall of them" };
    expect(made(recordOf(draft))).toEqual({
      name: "Water the plants",
      payload: { kind: "notify", text: "Water the plants\nall of them" },
      sessionTarget: "isolated",
      delivery: { mode: "announce", channel: "telegram", to: "7" },
      cove: {},
    });
  });
});

describe("what a run sent", () => {
  const row = (deliveries: JobDelivery[]) =>
    ({ deliveries, startedAt: null, endedAt: null, attempt: 2, cost: null }) as JobHappened;
  const part = (state: string, change: Partial<JobDelivery> = {}): JobDelivery => ({
    ...{ id: "run:1:0", channel: "telegram", peer: "7", receipt: null, error: null },
    state,
    ...change,
  });

  it("stands part by part, and only what is unclear or refused can be sent again", () => {
    const lines = deliveryLines(
      row([
        part("sent", { receipt: "11" }),
        part("refused", { error: "No such chat.", channel: "desktop" }),
        part("unknown", { channel: "webhook" }),
        part("pending"),
        part("odd"),
      ]),
    );
    expect(lines.map(({ text, detail, again }) => [text, detail, again])).toEqual([
      ["Delivered: Telegram, 7.", "Receipt 11", false],
      ["Not delivered: This computer.", "No such chat.", true],
      ["Unclear whether it arrived: A web address.", null, true],
      ["On its way: Telegram, 7.", null, false],
      ["Unclear whether it arrived: Telegram, 7.", null, false],
    ]);
    expect(runSays(row([]), "en")).toBe("Attempt 2.");
  });
});

describe("time zones", () => {
  it("have days that begin and end with their own clock", () => {
    const check = (date: string, zone: string, begin: string, hours: number) => {
      expect(new Date(startOfDay(date, zone)).toISOString(), zone).toBe(begin);
      expect((endOfDay(date, zone) + 1 - startOfDay(date, zone)) / 3_600_000, zone).toBe(hours);
    };
    check("2027-03-28", ZONE, "2027-03-27T23:00:00.000Z", 23);
    check("2027-10-31", ZONE, "2027-10-30T22:00:00.000Z", 25);
    check("2027-01-11", "Pacific/Auckland", "2027-01-10T11:00:00.000Z", 24);
    // At midnight the clock goes to one.
    check("2027-09-05", "America/Santiago", "2027-09-05T04:00:00.000Z", 23);
  });

  const winter = Date.parse("2027-01-11T13:12:00Z");
  it("are told apart from here", () => {
    const check = (zone: string, words: string) =>
      expect(difference(winter, zone, ZONE), zone).toBe(words);
    check("America/New_York", "6 h behind");
    check("Asia/Kolkata", "4 h 30 min ahead");
    check("Europe/Berlin", "same time as here");
    expect(localAt(winter, "Pacific/Auckland")).toEqual({ date: "2027-01-12", time: "02:12" });
  });

  it("know two names of one zone", () => {
    expect(sameZone("Etc/UTC", "UTC")).toBe(true);
    expect(sameZone("UTC", "Etc/GMT")).toBe(true);
    expect(sameZone("Asia/Calcutta", "Asia/Kolkata")).toBe(true);
    expect(sameZone("UTC", "Europe/London")).toBe(false);
    expect(sameZone("nonsense", "UTC")).toBe(false);
  });

  it("are found by city, country and code, the computer's own first", () => {
    const zones = [
      { id: "America/New_York", city: "New York", land: "" },
      { id: ZONE, city: "Stockholm", land: "Sweden Time" },
      { id: "Asia/Kolkata", city: "New Delhi", land: "India Standard Time" },
    ];
    const check = (search: string, cities: string[]) =>
      expect(
        findZones(zones, search, ZONE).map(({ city }) => city),
        search,
      ).toEqual(cities);
    check("", ["Stockholm"]);
    check("new", ["New Delhi", "New York"]);
    check("sweden", ["Stockholm"]);
    check("america/new_", ["New York"]);
    check("fortnightish", []);
  });
});

describe("the week", () => {
  it("begins on Monday and stacks what stands at one time", () => {
    const now = Date.parse("2027-03-11T13:12:00Z");
    const days = weekOf(now, ZONE, 0);
    expect([days[0], days[6]]).toEqual(["2027-03-08", "2027-03-14"]);
    expect(weekOf(now, ZONE, -1)[0]).toBe("2027-03-01");
    const at = Date.parse("2027-03-11T08:00:00Z");
    const job = (id: string) => ({ id, name: id, asks: true, runs: [at] });
    const span = spanOf([job("a"), job("b")], ZONE);
    const found = weekBlocks(days, [job("a"), job("b")], span, now, ZONE)[3]?.blocks ?? [];
    expect(found.map(({ time, past }) => [time, past])).toEqual([
      ["09:00", true],
      ["09:00", true],
    ]);
    expect((found[1]?.top ?? 0) - (found[0]?.top ?? 0)).toBe(22);
    expect(isHidden({ ...job("c"), runs: Array.from({ length: MOST_A_WEEK }, () => at) })).toBe(
      true,
    );
  });

  it("draws now only where the grid reaches", () => {
    const check = (time: string, expected: number | null) =>
      expect(nowLine(time, { from: 7, to: 22 }), time).toBe(expected);
    check("04:59", null);
    check("07:00", 0);
    check("22:00", 15 * HOUR_HEIGHT);
    check("23:10", null);
  });
});
