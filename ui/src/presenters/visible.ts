//! Which rows of a long list are drawn, and where. Pure.
//!
//! Rows are as high as they were measured, else as high as most are guessed to be.

/** Up to this many are all drawn. */
const FEW = 200;
/** What is not measured yet is taken to be this high, px. */
export const GUESS = 96;
/** Drawn above and below what is seen, px. */
const MARGIN = 900;
/** A window that is not laid out yet, px. */
const UNKNOWN = 800;

export interface Slice {
  from: number;
  /** Behind the last one drawn. */
  to: number;
  /** Room for what is not drawn above, px. */
  above: number;
  /** And below, px. */
  below: number;
}

/** What is known once these rows were measured, px; a row that is not laid out says nothing. */
export function withHeights(
  heights: ReadonlyMap<string, number>,
  measured: readonly (readonly [string | undefined, number])[],
): ReadonlyMap<string, number> {
  const known = measured.filter(
    (entry): entry is readonly [string, number] =>
      entry[0] !== undefined && entry[1] > 0 && heights.get(entry[0]) !== entry[1],
  );
  return known.length === 0 ? heights : new Map([...heights, ...known]);
}

/** Where each row begins, px; one more than there are rows: the last is where the list ends. */
export function offsetsOf(
  keys: readonly string[],
  heights: ReadonlyMap<string, number>,
): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  let at = 0;
  keys.forEach((key, index) => {
    offsets[index] = at;
    at += heights.get(key) ?? GUESS;
  });
  offsets[keys.length] = at;
  return offsets;
}

/** The row at a height, px. */
export function rowAt(offsets: Float64Array, y: number): number {
  let [low, high] = [0, offsets.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? Infinity) <= y) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, Math.min(low, offsets.length - 2));
}

export function sliceOf(offsets: Float64Array, top: number, height: number): Slice {
  const count = offsets.length - 1;
  if (count <= FEW) return { from: 0, to: count, above: 0, below: 0 };
  const from = rowAt(offsets, top - MARGIN);
  const to = Math.min(count, rowAt(offsets, top + (height || UNKNOWN) + MARGIN) + 1);
  const at = (index: number) => offsets[index] ?? 0;
  return { from, to, above: at(from), below: at(count) - at(to) };
}

/** How far the view moves so that what is read stays where it is when heights become known, px. */
export function shift(
  before: Float64Array,
  after: Float64Array,
  keysBefore: readonly string[],
  keysAfter: readonly string[],
  top: number,
): number {
  if (keysBefore.length === 0) return 0;
  const row = rowAt(before, top);
  const key = keysBefore[row];
  const now = keysAfter[row] === key ? row : keysAfter.indexOf(key ?? "");
  return now < 0 ? 0 : (after[now] ?? 0) - (before[row] ?? 0);
}
