import { describe, expect, it } from "vitest";
import { looksOf } from "./config-file";

function check(text: string, expected: [string, string][]): void {
  const found = looksOf(text).map(({ from, to, look }) => [look, text.slice(from, to)]);
  expect(found, text).toEqual(expected);
}

describe("the settings file", () => {
  it("tells comments and values from keys", () => {
    check('{ // one: "x"\n  "a": "b", c: true, d: -1.5 /* e\n: 1 */ }', [
      ["comment", '// one: "x"'],
      ["text", '"b"'],
      ["plain", "true"],
      ["plain", "-1.5"],
      ["comment", "/* e\n: 1 */"],
    ]);
    check("{ 'https://x': 'https://y//z', 12: null }", [
      ["text", "'https://y//z'"],
      ["plain", "null"],
    ]);
  });

  it("knows what stands for a secret, and goes on behind what is not closed", () => {
    check('{ k: "${kept:a.k}", b: "x\n c: 3 }', [
      ["kept", '"${kept:a.k}"'],
      ["text", '"x'],
      ["plain", "3"],
    ]);
  });
});
