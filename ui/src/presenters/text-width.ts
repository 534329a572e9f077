//! How wide a caption will be. Pure: an estimate, so that nothing has to be measured.

/** About how wide a text is in the small type, px. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter > "\u2e7f" ? 12 : 6.4;
  return width;
}
