//! The places of a note that need a person, as the editor holds them: conflicts, secrets, and where
//! the agent stops reading. They move with the text; what is edited away is gone.
import { StateEffect, StateField, type ChangeDesc, type EditorState } from "@codemirror/state";
import type { AboutText } from "$lib/bindings/AboutText";
import type { TextConflict } from "$lib/bindings/TextConflict";

export interface Place {
  from: number;
  to: number;
}

export interface ConflictPlace extends Place {
  conflict: TextConflict;
}

export interface Places {
  conflicts: ConflictPlace[];
  secrets: Place[];
  cutAt: number | null;
}

/** The gateway looked at the text again. */
export const setPlaces = StateEffect.define<Places>();
/** A person says that this is no secret, or may stay. */
export const keepSecret = StateEffect.define<number>();
/** A conflict is settled. */
export const settled = StateEffect.define<number>();

/** What the gateway said of a text, moved by what was typed behind it. */
export function placesOf(about: AboutText, typed: ChangeDesc | null, length: number): Places {
  const at = (place: number, side: number) => {
    const moved = typed ? typed.mapPos(Math.min(place, typed.length), side) : place;
    return Math.min(moved, length);
  };
  const place = ({ from, to }: Place): Place => ({ from: at(from, 1), to: at(to, -1) });
  return {
    conflicts: about.conflicts
      .map((conflict) => ({ ...place(conflict.at), conflict }))
      .filter(some),
    secrets: about.secrets.map(place).filter(some),
    cutAt: about.cutAt === null ? null : at(about.cutAt, -1),
  };
}

/** The places in a state. */
export function places(state: EditorState): Places {
  return state.field(placesField);
}

function some({ from, to }: Place): boolean {
  return from < to;
}

function moved(held: Places, changes: ChangeDesc): Places {
  const untouched = ({ from, to }: Place) => changes.touchesRange(from, to) !== "cover";
  const place = <P extends Place>(held: P): P => ({
    ...held,
    from: changes.mapPos(held.from, 1),
    to: changes.mapPos(held.to, -1),
  });
  const same = (held: Place) => !changes.touchesRange(held.from + 1, held.to - 1);
  return {
    conflicts: held.conflicts.filter(untouched).map(place).filter(some),
    secrets: held.secrets.filter(same).map(place).filter(some),
    cutAt: held.cutAt === null ? null : changes.mapPos(held.cutAt, -1),
  };
}

export const placesField = StateField.define<Places>({
  create: () => ({ conflicts: [], secrets: [], cutAt: null }),
  update(held, transaction) {
    let next = transaction.docChanged ? moved(held, transaction.changes) : held;
    for (const effect of transaction.effects) {
      if (effect.is(setPlaces)) next = effect.value;
      const at = effect.value as number;
      if (effect.is(keepSecret))
        next = { ...next, secrets: next.secrets.filter(({ from }) => from !== at) };
      if (effect.is(settled))
        next = { ...next, conflicts: next.conflicts.filter(({ from }) => from !== at) };
    }
    return next;
  },
});
