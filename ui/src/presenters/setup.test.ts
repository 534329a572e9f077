import { describe, expect, it } from "vitest";
import { conversation } from "$lib/platform/fake/scenes";
import { ADDRESS, dollarsOf, MANNER, NAME, valueOf, withLine } from "./introduce";
import { standIns } from "./providers";
import { freshOf, keptOf, limitOf, limitTyped, valueTyped, wholeTyped } from "./settings";
import { chatOf, telegramOf } from "./telegram";

const USER = "# Whom you help\n\n- Name:\n- How to address them: A.\n- Language:\n";
const CHINESE = "# 你在帮助谁\n\n- 名字：\n- 怎样称呼：\n";

describe("a line that says who is who", () => {
  it("is found in either language", () => {
    expect([valueOf(USER, NAME), valueOf(USER, ADDRESS)]).toEqual(["", "A."]);
    expect(valueOf("- 名字：小安\n", NAME)).toBe("小安");
    expect(valueOf("Name: not a list\n", NAME)).toBe("");
  });

  it("is put where it stands, and all else stays", () => {
    expect(withLine(USER, NAME, "Anna", "en")).toBe(USER.replace("- Name:", "- Name: Anna"));
    expect(withLine(USER, ADDRESS, "$& Anna", "zh-CN")).toBe(USER.replace("A.", () => "$& Anna"));
    expect(withLine(CHINESE, NAME, "小安", "en")).toBe(CHINESE.replace("名字：", "名字：小安"));
  });

  it("becomes the list's first where it is missing, or a list of its own", () => {
    const soul = "# How you are\n\n- Warm.\n\nYours.\n";
    const line = "- How you answer: formally\n";
    expect(withLine(soul, MANNER, "formally", "en")).toBe(soul.replace("- Warm", `${line}- Warm`));
    expect(withLine("", MANNER, "正式", "zh-CN")).toBe("- 怎样回答：正式\n");
    expect(withLine("# You\n", NAME, "Anna", "en")).toBe("# You\n\n- Name: Anna\n");
  });
});

describe("an amount", () => {
  it.each([
    ["1.00", 1],
    [" $2,5 ", 2.5],
    ["US$0", 0],
    ["", null],
    ["-1", null],
    ["a dollar", null],
    ["1.2.3", null],
  ])("%j is %j", (text, expected) => expect(dollarsOf(text)).toBe(expected));
});

describe("the way to Telegram", () => {
  const { status, secrets, pairings } = conversation();
  const token = { path: "channels.telegram.botToken", keep: "keychain" as const, origin: null };
  const person = { channel: "telegram" as const, account: "default", id: "7", fromConfig: false };
  const step = (...asked: Parameters<typeof telegramOf>) => telegramOf(...asked).step;

  it("goes from the token over the message to done", () => {
    expect(step([], secrets, pairings)).toBe("token");
    expect(step([], null, null)).toBe("token");
    expect(step([], { ...secrets, secrets: [token] }, pairings)).toBe("message");
    expect(step(status.channels, secrets, pairings)).toBe("message");
    expect(step(status.channels, secrets, { ...pairings, people: [person] })).toBe("done");
  });

  it("names the chat of a bot, and of nothing else", () => {
    expect(chatOf("@wren_bot")).toBe("https://t.me/wren_bot");
    expect([chatOf(null), chatOf("@a/b")]).toEqual([null, null]);
  });
});

describe("models that could stand in", () => {
  it("have a key, do not answer already and are not chosen yet", () => {
    const { models } = conversation();
    const other = { ...models[1], id: "openai/gpt-5-mini", inUse: false } as (typeof models)[0];
    const keyless = { ...other, id: "groq/llama", hasKey: false };
    const all = [...models, other, keyless];
    expect(standIns(all, []).map(({ id }) => id)).toEqual([
      "anthropic/claude-sonnet-4-5",
      "openai/gpt-5-mini",
    ]);
    expect(standIns(all, ["openai/gpt-5-mini"])).toHaveLength(1);
  });
});

describe("settings as they are in force", () => {
  it("are read with their defaults where nothing is said", () => {
    const usual = { mode: "daily", atHour: 4, idleMinutes: 60 };
    expect([freshOf(null), freshOf({ mode: null, atHour: null })]).toEqual([usual, usual]);
    expect(freshOf({ mode: "idle", idleMinutes: 5 })).toMatchObject({
      mode: "idle",
      idleMinutes: 5,
    });
    expect(freshOf({ mode: "none" }).mode).toBe("manual");
    expect([keptOf(null), keptOf({ tailMessages: 0 })]).toEqual([20, 0]);
    expect([limitOf({ day: 0 }, "day"), limitOf({ day: null }, "day")]).toEqual([0, null]);
  });

  it("are taken as typed, or not at all", () => {
    expect([limitTyped(" "), limitTyped("1"), limitTyped("x")]).toEqual([null, 1, undefined]);
    expect(
      ["0", "1000", "1001", "-1", "1.5", ""].map((text) => wholeTyped(text, 0, 1_000)),
    ).toEqual([0, 1_000, undefined, undefined, undefined, undefined]);
    expect(["2", '"2"', "30m", '["a"]'].map(valueTyped)).toEqual([2, "2", "30m", ["a"]]);
  });
});
