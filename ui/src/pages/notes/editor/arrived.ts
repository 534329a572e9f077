//! What others just wrote, made visible until the person writes on.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

/** These ranges came from somebody else. */
export const arrive = StateEffect.define<{ from: number; to: number }[]>();

const mark = Decoration.mark({ class: "arrived" });

export const arrived = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, transaction) {
    let next = held.map(transaction.changes);
    if (transaction.isUserEvent("input") || transaction.isUserEvent("delete"))
      next = Decoration.none;
    for (const effect of transaction.effects) {
      if (!effect.is(arrive)) continue;
      const ranges = effect.value.filter(({ from, to }) => from < to);
      next = Decoration.set(ranges.map(({ from, to }) => mark.range(from, to)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
