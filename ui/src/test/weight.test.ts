import { describe, expect, it } from "vitest";
import { LIMITS, tooHeavy, weigh, type Piece } from "../../scripts/weight";

const piece = (file: string, size: number, rest: Partial<Piece> = {}): Piece => ({
  file,
  size,
  entry: false,
  needs: [],
  name: file,
  ...rest,
});

describe("what the page weighs", () => {
  it("counts what the entry imports, its styles and one language for the first screen", () => {
    const found = weigh([
      piece("index.js", 100, { entry: true, needs: ["shared.js", "index.css"] }),
      piece("shared.js", 10, { needs: ["index.js"] }),
      piece("index.css", 1),
      piece("catalogue-en.js", 20, { name: "catalogue-en" }),
      piece("catalogue-zh.js", 30, { name: "catalogue-zh" }),
      piece("editor.js", 1_000, { needs: ["shared.js"] }),
    ]);
    expect(found).toEqual({ first: 141, all: 1_161 });
  });

  it("is too much above its limits and not at them", () => {
    expect(tooHeavy({ first: LIMITS.first, all: LIMITS.all })).toBeNull();
    expect(tooHeavy({ first: LIMITS.first + 1, all: LIMITS.all })).toContain("first screen");
    expect(tooHeavy({ first: 1, all: LIMITS.all + 1 })).toContain("the page is");
  });
});
