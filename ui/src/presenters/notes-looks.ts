//! Markdown line by line, as the editor shows it: what a line is, and which of its characters are
//! marks that need not be seen while nobody edits there. Pure.

export type LineKind = "text" | "heading" | "item" | "task" | "quote" | "code" | "fence" | "rule";

export interface Span {
  from: number;
  to: number;
  kind: "strong" | "emphasis" | "code" | "link" | "gone";
}

export interface LineLook {
  kind: LineKind;
  /** Of a heading: 1 to 6. */
  level: number;
  /** The mark at the start of the line, `[from, to)` in it. */
  mark: [number, number] | null;
  /** Of a task: whether it is done, and where its box stands. */
  done: boolean | null;
  /** Characters before the mark: how deep an item stands. */
  indent: number;
  spans: Span[];
  /** Marks inside the line. */
  marks: [number, number][];
}

const TASK = /^(\s*)[-*+] \[([ xX])\] /;
const ITEM = /^(\s*)[-*+] /;
const NUMBER = /^(\s*)\d{1,9}[.)] /;
const HEADING = /^(#{1,6}) /;
const FENCE = /^\s*(```|~~~)/;
const INLINE =
  /(`+)(.+?)\1|(\*\*|__)(?=\S)(.+?)(?<=\S)\3|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\5(?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)|~~(.+?)~~/g;

/** Whether each line stands inside a fenced block, the fences included. */
export function fenced(lines: readonly string[]): boolean[] {
  let open = false;
  return lines.map((line) => {
    const fence = FENCE.test(line);
    const inside = open || fence;
    if (fence) open = !open;
    return inside;
  });
}

/** What a line is. */
export function lineLook(line: string, code: boolean): LineLook {
  const look: LineLook = {
    kind: "text",
    level: 0,
    mark: null,
    done: null,
    indent: 0,
    spans: [],
    marks: [],
  };
  if (code) return { ...look, kind: FENCE.test(line) ? "fence" : "code" };
  const heading = HEADING.exec(line);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return { ...look, kind: "heading", level, mark: [0, heading[0].length], ...inline(line) };
  }
  const task = TASK.exec(line);
  if (task) {
    const indent = task[1]?.length ?? 0;
    const mark: [number, number] = [indent, task[0].length];
    return { ...look, kind: "task", indent, mark, done: task[2] !== " ", ...inline(line) };
  }
  const item = ITEM.exec(line) ?? NUMBER.exec(line);
  if (item) {
    const indent = item[1]?.length ?? 0;
    const bullet = ITEM.test(line);
    const mark: [number, number] | null = bullet ? [indent, item[0].length] : null;
    return { ...look, kind: "item", indent, mark, ...inline(line) };
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { ...look, kind: "rule" };
  if (line.startsWith("> ")) return { ...look, kind: "quote", mark: [0, 2], ...inline(line) };
  return { ...look, ...inline(line) };
}

/** What stands inside a line: strong, emphasised, code, links. */
function inline(line: string): Pick<LineLook, "spans" | "marks"> {
  const [spans, marks]: [Span[], [number, number][]] = [[], []];
  for (const found of line.matchAll(INLINE)) {
    const from = found.index;
    const to = from + found[0].length;
    const wrapped = (kind: Span["kind"], size: number) => {
      spans.push({ from: from + size, to: to - size, kind });
      marks.push([from, from + size], [to - size, to]);
    };
    if (found[1]) wrapped("code", found[1].length);
    else if (found[3]) wrapped("strong", 2);
    else if (found[5]) wrapped("emphasis", 1);
    else if (found[9]) wrapped("gone", 2);
    else if (found[7] !== undefined) {
      const end = from + 1 + found[7].length;
      spans.push({ from: from + 1, to: end, kind: "link" });
      marks.push([from, from + 1], [end, to]);
    }
  }
  return { spans, marks };
}

/** What Enter writes at the end of this line: the next item; null = a plain new line. An empty
 * string says that the item is empty and ends the list. */
export function nextItem(line: string): string | null {
  const task = TASK.exec(line);
  if (task) return line.length > task[0].length ? line.slice(0, task[1]?.length) + "- [ ] " : "";
  const item = ITEM.exec(line);
  if (item) return line.length > item[0].length ? item[0] : "";
  const number = /^(\s*)(\d{1,9})([.)]) /.exec(line);
  if (!number) return null;
  const next = `${number[1] ?? ""}${Number(number[2]) + 1}${number[3] ?? "."} `;
  return line.length > number[0].length ? next : "";
}
