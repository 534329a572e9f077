import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentResource } from "@fluent/bundle";
import { parse } from "svelte/compiler";
import { describe, expect, it } from "vitest";
import { keysFile, keysOf, windowWords } from "../../scripts/word-keys.mjs";
import { languageOf } from "./words.svelte";

const read = (language: string) => windowWords(`../src-tauri/gateway/locales/${language}`);
const sources = (readdirSync("src", { recursive: true }) as string[])
  .filter((name) => /\.(svelte|ts)$/.test(name) && !/test|bindings|keys\.ts/.test(name))
  .map((name) => ({ name, text: readFileSync(join("src", name), "utf8") }));

/** The variables of each message, so that a translation cannot lose one. */
function variables(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of text.split(/\n(?=[a-z])/)) {
    const names = [...part.matchAll(/\$([a-z]+)/gi)].map((match) => match[1] ?? "");
    const [key] = keysOf(part);
    if (key) found.set(key, [...new Set(names)].sort());
  }
  return found;
}

describe("the window's words", () => {
  it("are the same keys with the same variables in both languages", () => {
    expect(variables(read("zh-CN"))).toEqual(variables(read("en")));
  });

  it("stand once each and are read whole", () => {
    for (const language of ["en", "zh-CN"]) {
      const keys = keysOf(read(language));
      expect(new Set(keys).size).toBe(keys.length);
      expect(new FluentResource(read(language)).body).toHaveLength(keys.length);
    }
  });

  it("have a type that is not stale", () => {
    expect(readFileSync("src/words/keys.ts", "utf8")).toBe(keysFile(keysOf(read("en"))));
  });

  it("are all used", () => {
    const all = sources.map(({ text }) => text).join("\n");
    expect(keysOf(read("en")).filter((key) => !all.includes(`"${key}"`))).toEqual([]);
  });

  it("follow the gateway's rule for a tag", () => {
    expect([languageOf("zh_CN.UTF-8"), languageOf("sv-SE")]).toEqual(["zh-CN", "en"]);
  });
});

const SPOKEN = new Set(["aria-label", "title", "placeholder", "alt", "label", "says", "text"]);

/** Text and spoken attributes of a component that hold letters. */
function literals(source: string): string[] {
  const found: string[] = [];
  const letters = (text: string) => /\p{L}{2,}/u.test(text);
  const walk = (node: unknown, spoken: boolean): void => {
    if (Array.isArray(node)) return node.forEach((part) => walk(part, spoken));
    if (typeof node !== "object" || node === null) return;
    const { type, name, data } = node as { type?: string; name?: string; data?: string };
    if (type === "Attribute")
      return walk((node as { value?: unknown }).value, SPOKEN.has(name ?? ""));
    if (type === "Text" && spoken && data && letters(data)) found.push(data.trim());
    for (const part of Object.values(node)) walk(part, spoken);
  };
  walk(parse(source, { modern: true }).fragment, true);
  return found;
}

describe("components", () => {
  const components = sources.filter(({ name }) => name.endsWith(".svelte"));

  it("the scanner finds a sentence", () => {
    expect(literals("<p class='a b'>Hello there</p>")).toEqual(["Hello there"]);
    expect(literals("<button aria-label='Send it'></button>")).toEqual(["Send it"]);
  });

  it.each(components)("$name holds no sentence of its own", ({ text }) => {
    expect(literals(text)).toEqual([]);
  });

  it.each(components)("$name has at most 200 lines", ({ text }) => {
    const lines = text.replace(/<style>[^]*<\/style>/, "").split("\n").length;
    expect(lines).toBeLessThanOrEqual(200);
  });

  it.each(components)("$name has no style attribute, which the policy would ignore", ({ text }) => {
    expect(text).not.toMatch(/\sstyle=/);
  });
});
