//! What changed between two texts: as rows to read, and as the fewest edits of an editor. Pure.

/** A piece of a line; `strong` is what the other side does not have. */
export interface Piece {
  text: string;
  strong: boolean;
}

export interface DiffRow {
  kind: "added" | "removed" | "context" | "gap";
  pieces: Piece[];
}

/** A replacement in the text it starts from. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

/** More cells than this are not compared line by line. */
const MOST_CELLS = 1_000_000;

/** The rows of a unified diff, the words that differ made strong. */
export function diffRows(diff: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let inside = false;
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    if (line.startsWith("@@")) {
      if (inside) rows.push({ kind: "gap", pieces: [] });
      inside = true;
    } else if (inside && !line.startsWith("\\")) {
      const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "context";
      rows.push({ kind, pieces: [{ text: line.slice(1).replace(/\r$/, ""), strong: false }] });
    }
  }
  return emphasised(rows);
}

/** Each run of lines that went and came: line by line, what differs. */
function emphasised(rows: DiffRow[]): DiffRow[] {
  const line = (row: DiffRow | undefined) => row?.pieces[0]?.text ?? "";
  for (let at = 0; at < rows.length; at += 1) {
    if (rows[at]?.kind !== "removed") continue;
    let came = at;
    while (rows[came]?.kind === "removed") came += 1;
    let end = came;
    while (rows[end]?.kind === "added") end += 1;
    const pairs = Math.min(came - at, end - came);
    for (let nth = 0; nth < pairs; nth += 1) {
      const [old, fresh] = [rows[at + nth], rows[came + nth]];
      const [left, right] = differing(line(old), line(fresh));
      if (old) old.pieces = left;
      if (fresh) fresh.pieces = right;
    }
    at = end - 1;
  }
  return rows;
}

/** Two lines in pieces; what they share at both ends, up to whole words, is not strong. */
export function differing(left: string, right: string): [Piece[], Piece[]] {
  const [head, tail] = shared(left, right);
  const word = (text: string) => /[\p{L}\p{N}]/u.test(text);
  // Only a half-shared word is taken back, never more than to its border.
  let start = head;
  const inWord = (text: string, at: number) =>
    word(text[at - 1] ?? "") && word(text[at] ?? "") && !/\p{Script=Han}/u.test(text[at] ?? "");
  while (start > 0 && (inWord(left, start) || inWord(right, start))) start -= 1;
  const cut = (text: string): Piece[] =>
    [
      { text: text.slice(0, start), strong: false },
      { text: text.slice(start, text.length - tail), strong: true },
      { text: text.slice(text.length - tail), strong: false },
    ].filter((piece) => piece.text !== "");
  return [cut(left), cut(right)];
}

/** Characters both have at their start and, behind that, at their end. */
function shared(left: string, right: string): [number, number] {
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < most - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  return [head, tail];
}

/** The edits that make `to` of `from`, in order, so that what did not change keeps its place. */
export function edits(from: string, to: string): TextEdit[] {
  const [old, fresh] = [lines(from), lines(to)];
  let head = 0;
  while (head < Math.min(old.length, fresh.length) && old[head] === fresh[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - head;
  while (tail < most && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const [left, right] = [
    old.slice(head, old.length - tail),
    fresh.slice(head, fresh.length - tail),
  ];
  let at = old.slice(0, head).join("").length;
  const found: TextEdit[] = [];
  for (const [gone, came] of runs(left, right)) {
    if (gone !== came) found.push(narrowed(at, gone, came));
    at += gone.length;
  }
  return found;
}

/** Lines with their ends. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** An edit without what both sides share. */
function narrowed(at: number, gone: string, came: string): TextEdit {
  const [head, tail] = shared(gone, came);
  return {
    from: at + head,
    to: at + gone.length - tail,
    insert: came.slice(head, came.length - tail),
  };
}

/** Pairs of what went and what came, between lines that both have. */
function runs(left: string[], right: string[]): [string, string][] {
  if (left.length * right.length > MOST_CELLS) return [[left.join(""), right.join("")]];
  const width = right.length + 1;
  const longest = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const pairs: [string, string][] = [];
  let [i, j, gone, came] = [0, 0, "", ""];
  const close = () => {
    if (gone !== "" || came !== "") pairs.push([gone, came]);
    [gone, came] = ["", ""];
  };
  while (i < left.length || j < right.length) {
    const same = i < left.length && j < right.length && left[i] === right[j];
    if (same) {
      close();
      pairs.push([left[i] ?? "", right[j] ?? ""]);
      i += 1;
      j += 1;
    } else if (
      j >= right.length ||
      (i < left.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      gone += left[i] ?? "";
      i += 1;
    } else {
      came += right[j] ?? "";
      j += 1;
    }
  }
  close();
  return pairs;
}
