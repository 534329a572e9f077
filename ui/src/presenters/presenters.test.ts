import { describe, expect, it } from "vitest";
import type { Need } from "$lib/bindings/Need";
import type { Pairings } from "$lib/bindings/Pairings";
import { conversation } from "$lib/platform/fake/scenes";
import { emptyChat, withPage } from "$lib/stores/chat-state";
import { chatRows } from "./chat-rows";
import { dayName, duration, moment, money, tokens } from "./format";
import { lineWord } from "./line";
import { blocks, render } from "./markdown";
import { needRows } from "./needs";
import { cleanProviderId, originOf, PROVIDERS, providerOf } from "./providers";
import { flushMark, partGroups, partLines } from "./parts";
import { ringOf } from "./ring";
import { atEnd, follow } from "./scroll";
import { nextSentences } from "./sentences";

describe("figures", () => {
  it.each([
    [250_000_000, "$0.25"],
    [3_000_000, "$0.003"],
    [1, "$0.001"],
    [12_345_000_000, "$12.35"],
  ])("writes %i nano-dollars as %s", (nano, words) => expect(money(nano, "en")).toBe(words));

  it("names the dollar in Chinese", () => expect(money(250_000_000, "zh-CN")).toBe("US$0.25"));

  it.each([
    [950, "950"],
    [1_240, "1.2k"],
    [9_960, "10k"],
    [78_000, "78k"],
    [200_000, "200k"],
    [1_000_000, "1.0M"],
  ])("writes %i tokens as %s", (count, words) => expect(tokens(count, "en")).toBe(words));

  it.each([
    [1800, "1.8 s"],
    [64_200, "1 min 4 s"],
  ])("writes %i ms as %s", (ms, words) => expect(duration(ms, "en")).toBe(words));

  it("names the day only where it is not today", () => {
    const now = new Date(2027, 2, 11, 14, 12).getTime();
    const at = (day: number, hour: number) => new Date(2027, 2, day, hour, 34).getTime();
    expect(moment(at(11, 9), now, "en")).toBe("09:34");
    expect(moment(at(10, 21), now, "en")).toBe("Yesterday 21:34");
    expect(dayName(at(11, 0), now, "en")).toBe("Today");
    expect(dayName(at(1, 8), now, "en")).toContain("March");
  });
});

describe("the ring", () => {
  const [row] = conversation().sessions;
  const at = (percent: number) => row && ringOf({ ...row, meter: { ...row.meter, percent } });

  it.each([
    [79, "fine"],
    [80, "getting"],
    [95, "nearly"],
  ])("at %i%% is %s", (percent, word) => expect(at(percent)?.fullness).toBe(word));

  it("is never above 100", () => expect(at(140)?.percent).toBe(100));

  it("says where it estimates", () => {
    expect(row && ringOf({ ...row, totalTokensFresh: false }).estimate).toBe(true);
  });
});

describe("the parts of the next message", () => {
  const { context } = conversation();

  it("stand biggest first, in one colour each", () => {
    const parts = partGroups(context).map(({ series, word }) => [series, word]);
    expect(parts).toEqual([
      ["tide", "window-chat-part-conversation"],
      ["ochre", "window-part-tool-results"],
      ["slate", "window-part-files"],
      ["clay", "window-part-tools"],
      ["moss", "window-part-instructions"],
    ]);
    expect(partGroups(context)[0]?.percent).toBe(38);
    expect(partLines(context)[0]?.word).toBe("window-part-tool-results");
  });

  it("say where notes are saved, as a share of the bar", () => {
    expect(flushMark(context)).toBe(96);
    expect(flushMark({ marks: { ...context.marks, flush: null } })).toBeNull();
  });

  it("lose no token", () => {
    for (const lines of [partLines(context), partGroups(context)]) {
      const sum = lines.reduce((total, { tokens }) => total + tokens, 0);
      expect(sum).toBe(context.totalTokens);
    }
  });
});

describe("what needs the person", () => {
  const need = (kind: Need["kind"], reference: string | null): Need => ({
    id: kind,
    kind,
    text: "…",
    reference,
  });
  const asks: Pairings = {
    people: [],
    requests: [
      {
        channel: "telegram",
        account: "default",
        id: "77",
        name: null,
        code: "K7QM2WXD",
        createdAt: 1,
        expiresAt: 2,
      },
    ],
  };

  it("keeps the gateway's order and offers the right buttons", () => {
    const rows = needRows([need("undelivered", "o1"), need("pairing", "K7QM2WXD")], asks);
    const acts = rows.map(({ buttons }) => buttons.map(({ act }) => act));
    expect(acts).toEqual([
      [
        { method: "delivery.resend", params: { id: "o1" } },
        { method: "delivery.dismiss", params: { id: "o1" } },
      ],
      [
        { method: "pairing.approve", params: { channel: "telegram", code: "K7QM2WXD" } },
        { method: "pairing.reject", params: { channel: "telegram", code: "K7QM2WXD" } },
      ],
    ]);
  });

  it("runs a job again that was cut off, or leaves it", () => {
    const [row] = needRows([need("interrupted", "j1")], null);
    expect(row?.buttons.map(({ act }) => act)).toEqual([
      { method: "cron.run", params: { id: "j1", force: true } },
      { method: "cron.dismiss", params: { id: "j1" } },
    ]);
  });

  it("lets today go on and a model run by one tap", () => {
    const rows = needRows([need("allowance", null), need("price", "own/m1")], null);
    const acts = rows.map(({ buttons }) => buttons.map(({ act }) => act));
    expect(acts).toEqual([
      [{ method: "allowance.extend", params: {} }],
      [{ method: "allowance.accept", params: { model: "own/m1" } }],
    ]);
  });

  it("leads to the settings where a request is not known", () => {
    const [row] = needRows([need("pairing", "GONE")], { people: [], requests: [] });
    expect(row?.buttons).toEqual([{ label: "window-need-settings", act: { open: "telegram" } }]);
  });
});

describe("streaming and the eye", () => {
  const view = (top: number) => ({ top, height: 600, content: 1000 });

  it("follows at the end, stays anywhere else", () => {
    expect(atEnd(view(400))).toBe(true);
    expect(atEnd(view(200))).toBe(false);
    expect(follow(view(200), false, null)).toBe(200);
    expect(follow(view(380), true, null)).toBe(400);
  });

  it("stops when the answer's first line reaches the top edge", () => {
    expect(follow({ top: 300, height: 600, content: 1500 }, true, 420)).toBe(420);
    expect(follow({ top: 420, height: 600, content: 1800 }, true, 420)).toBe(420);
  });
});

describe("what is read out", () => {
  it("says whole sentences, each once, and the rest at the end", () => {
    const first = nextSentences("It is **done**. And then", 0, false);
    expect(first.say).toBe("It is done.");
    expect(nextSentences("It is **done**. And then", first.spoken, false).say).toBe("");
    expect(nextSentences("It is **done**. And then", first.spoken, true).say).toBe("And then");
  });

  it("knows the marks of Chinese", () => {
    expect(nextSentences("好的。还有", 0, false).say).toBe("好的。");
  });
});

describe("Markdown", () => {
  const html = (text: string) => blocks(text).map(render).join("");

  it.each([
    ["<script>alert(1)</script>hi", "script"],
    ["<img src=x onerror=alert(1)>", "img"],
    ["![p](https://example.org/p.png)", "img"],
    ["<p style='color:red'>x</p>", "style"],
    ["<form action=x><input type=text></form>", "form"],
    ["<iframe src=https://example.org></iframe>", "iframe"],
    ["[x](javascript:alert(1))", "javascript"],
  ])("makes %s harmless", (text, never) => expect(html(text)).not.toContain(never));

  it("gives links no address to go to, only one to show", () => {
    const out = html("[list](https://example.org/a)");
    expect(out).toContain('data-href="https://example.org/a"');
    expect(out).not.toContain(" href=");
  });

  it("keeps tables, code and lists", () => {
    expect(html("|a|b|\n|-|-|\n|1|2|")).toContain("<td>1</td>");
    expect(html("```\nx < 1\n```")).toContain("x &lt; 1");
    expect(html("- [x] done")).toContain("checkbox");
  });

  it("leaves finished blocks alone while the last one grows", () => {
    expect(blocks("One.\n\nTw")[0]).toBe(blocks("One.\n\nTwo more")[0]);
  });
});

describe("rows of the conversation", () => {
  const scene = conversation();
  const rows = chatRows(withPage(emptyChat(), scene.page, []));

  it("marks a new day and ends with the running answer", () => {
    expect(rows.filter(({ kind }) => kind === "day")).toHaveLength(2);
    expect(rows.at(-1)).toMatchObject({ kind: "agent", answer: { running: true } });
  });

  it("has each key once", () => {
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("keeps the key of an answer from its first word to the transcript's entry", () => {
    const running = rows.at(-1)?.key;
    const last = scene.page.messages.at(-1);
    const done = last && { ...last, id: "entry", speaker: "agent" as const };
    const messages = [...scene.page.messages, ...(done ? [done] : [])];
    const after = chatRows(withPage(emptyChat(), { ...scene.page, messages, running: null }, []));
    expect(after.at(-1)?.key).toBe(running);
  });
});

describe("words for the line", () => {
  it("says nothing about starting in the first moment", () => {
    expect(lineWord("starting", undefined, false)).toBeNull();
    expect(lineWord("starting", undefined, true)).toBe("window-starting");
    expect(lineWord("lost", "well", true)).toBe("window-reconnecting");
    expect(lineWord("connected", "needs-you", true)).toBe("window-mood-needs-you");
  });
});

describe("providers", () => {
  it("suggest a model of their own and bind the key to https", () => {
    for (const { id, suggested, origin, keys } of PROVIDERS) {
      expect(providerOf(suggested)).toBe(id);
      expect(origin).toMatch(/^https:\/\/[^/]+$/);
      expect(originOf(keys)).toMatch(/^https:/);
    }
  });

  it("of one's own have a short name and an address", () => {
    expect(cleanProviderId(" office-2 ")).toBe("office-2");
    expect(cleanProviderId("Büro")).toBeNull();
    expect(originOf("http://192.168.1.20:8000/v1")).toBe("http://192.168.1.20:8000");
    expect(originOf("192.168.1.20")).toBeNull();
  });
});
