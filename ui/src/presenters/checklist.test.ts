import { describe, expect, it } from "vitest";
import { added, items, reworded, ticked } from "./checklist";

const TEXT = `# Check-in list

- [ ] Look for mail
* [x] Renew the permit
1. On Fridays, ask
Just a line.
- [ ]
<!--
- hidden
-->
\`\`\`
- code
\`\`\`
  - Nested, no box
`;

describe("HEARTBEAT.md as a list", () => {
  it("has the items that say something, outside comments and code", () => {
    expect(items(TEXT)).toEqual([
      { line: 2, text: "Look for mail", done: false },
      { line: 3, text: "Renew the permit", done: true },
      { line: 4, text: "On Fridays, ask", done: false },
      { line: 13, text: "Nested, no box", done: false },
    ]);
  });

  it("is ticked and unticked, and every other line stays", () => {
    const once = ticked(TEXT, 2, true);
    expect(once).toBe(TEXT.replace("- [ ] Look", "- [x] Look"));
    expect(ticked(once, 2, false)).toBe(TEXT);
    expect(ticked(TEXT, 4, true)).toContain("1. [x] On Fridays, ask");
    expect(ticked(TEXT, 5, true)).toBe(TEXT);
  });

  it("takes another wording, and loses an item that says nothing", () => {
    expect(reworded(TEXT, 3, "Renew it")).toContain("* [x] Renew it\n");
    expect(reworded(TEXT, 13, "Other")).toContain("  - Other\n");
    expect(reworded("- a\n- b\n", 0, " ")).toBe("- b\n");
  });

  it.each([
    ["", "- [ ] Milk\n"],
    ["# List\n", "# List\n\n- [ ] Milk\n"],
    ["- a\n\nBelow.\n", "- a\n- [ ] Milk\n\nBelow.\n"],
  ])("grows from %j", (text, expected) => {
    expect(added(text, " Milk ")).toBe(expected);
  });

  it("does not grow by nothing", () => {
    expect(added(TEXT, "  ")).toBe(TEXT);
  });
});
