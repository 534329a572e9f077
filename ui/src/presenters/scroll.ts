//! Where the conversation stands after something changed. Pure.
//!
//! At the end it follows, until the first line of the running answer reaches the top edge: what is
//! being read never moves away. Anywhere else it stays.

/** This near to the end counts as the end, px. */
const NEAR = 48;

export interface View {
  top: number;
  height: number;
  content: number;
}

export function atEnd({ top, height, content }: View): boolean {
  return content - height - top <= NEAR;
}

/** The new scroll position. `answerTop` is where the running answer begins, if one runs. */
export function follow(view: View, following: boolean, answerTop: number | null): number {
  if (!following) return view.top;
  const end = Math.max(0, view.content - view.height);
  if (answerTop === null) return end;
  return Math.max(view.top, Math.min(end, answerTop));
}
