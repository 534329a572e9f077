//! HEARTBEAT.md as a list to tick: its items found in the text, and the text with one changed. Pure.
//!
//! Every line that is no item stays as it is. What counts as something to do is the gateway's.

export interface Item {
  /** Its line in the text, from 0. */
  line: number;
  text: string;
  done: boolean;
}

const ITEM = /^(\s*(?:[-*+]|\d+[.)])\s+)(?:\[([ xX])\]\s+)?(\S.*)$/;

/** The items in their order; code and comments have none. */
export function items(text: string): Item[] {
  const found: Item[] = [];
  let [fenced, hidden] = [false, false];
  text.split("\n").forEach((line, nth) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const opens = line.lastIndexOf("<!--");
    const closes = line.lastIndexOf("-->");
    const inside = hidden || fenced;
    if (opens >= 0 || closes >= 0) hidden = opens > closes;
    const match = inside ? null : ITEM.exec(line);
    const said = match?.[3]?.trim();
    if (match && said && !/^\[[ xX]?\]$/.test(said))
      found.push({ line: nth, text: said, done: /x/i.test(match[2] ?? "") });
  });
  return found;
}

/** The text with an item ticked or not. */
export function ticked(text: string, line: number, done: boolean): string {
  return edited(text, line, (mark, said) => `${mark}[${done ? "x" : " "}] ${said}`);
}

/** The text with an item said otherwise; nothing = without it. */
export function reworded(text: string, line: number, said: string): string {
  const words = said.trim();
  if (words === "") return text.split("\n").toSpliced(line, 1).join("\n");
  return edited(text, line, (mark, _, box) => `${mark}${box}${words}`);
}

/** The text with one more item, below the last one or at the end. */
export function added(text: string, said: string): string {
  const words = said.trim();
  if (words === "") return text;
  const last = items(text).at(-1);
  const lines = text.replace(/\n+$/, "").split("\n");
  const item = `- [ ] ${words}`;
  if (last) return [...lines.toSpliced(last.line + 1, 0, item), ""].join("\n");
  const before = text.trim() === "" ? [] : [...lines, ""];
  return [...before, item, ""].join("\n");
}

function edited(
  text: string,
  line: number,
  change: (mark: string, said: string, box: string) => string,
): string {
  const lines = text.split("\n");
  const match = ITEM.exec(lines[line] ?? "");
  if (!match) return text;
  const [, mark = "", box, said = ""] = match;
  lines[line] = change(mark, said, box === undefined ? "" : `[${box}] `);
  return lines.join("\n");
}
