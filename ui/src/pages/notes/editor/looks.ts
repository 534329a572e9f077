//! Markdown as it looks: headings, bullets, boxes that toggle. The marks of a line are seen while
//! somebody writes in it.
import { RangeSetBuilder, type EditorState } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { fenced, lineLook, type LineLook } from "$lib/presenters/notes-looks";
import { t } from "$lib/words/words.svelte";

/** Deeper items look like this deep. */
const DEEPEST = 3;

class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const made = document.createElement("span");
    made.className = "bullet";
    made.textContent = "•";
    return made;
  }
}

class Box extends WidgetType {
  readonly #done: boolean;
  readonly #label: string;

  constructor(done: boolean, label: string) {
    super();
    this.#done = done;
    this.#label = label;
  }

  override eq(other: Box): boolean {
    return other.#done === this.#done && other.#label === this.#label;
  }

  override toDOM(view: EditorView): HTMLElement {
    const made = document.createElement("input");
    made.type = "checkbox";
    made.className = "box";
    made.checked = this.#done;
    made.dataset["testid"] = "task";
    made.setAttribute("aria-label", this.#label || t("notes-task"));
    made.addEventListener("change", () => toggle(view, view.posAtDOM(made)));
    return made;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Ticks the task in the line of a place, or takes its tick away. False: the line is no task. */
export function toggle(view: EditorView, at: number): boolean {
  const line = view.state.doc.lineAt(at);
  const { mark, done, indent } = lineLook(line.text, false);
  if (!mark || done === null) return false;
  const from = line.from + indent + "- [".length;
  view.dispatch({
    changes: { from, to: from + 1, insert: done ? " " : "x" },
    userEvent: "input.toggle",
  });
  return true;
}

const hidden = Decoration.replace({});
const bullet = Decoration.replace({ widget: new Bullet() });

/** The marks a line begins with that are always drawn: boxes and bullets. */
function drawn(look: LineLook, text: string): Decoration | null {
  if (look.kind === "task")
    return Decoration.replace({
      widget: new Box(look.done === true, text.slice(look.mark?.[1] ?? 0)),
    });
  return look.kind === "item" && look.mark ? bullet : null;
}

function lineClass(look: LineLook): string {
  const names = [`line-${look.kind}`];
  if (look.kind === "heading") names.push(`heading-${look.level}`);
  if (look.kind === "item" || look.kind === "task")
    names.push(`deep-${Math.min(DEEPEST, Math.floor(look.indent / 2))}`);
  if (look.done) names.push("done");
  return names.join(" ");
}

interface Found {
  from: number;
  to: number;
  decoration: Decoration;
}

/** The decorations of one line; `open` while somebody writes in it. */
function ofLine(from: number, text: string, code: boolean, open: boolean): Found[] {
  const look = lineLook(text, code);
  const line = Decoration.line({ class: lineClass(look) });
  const found: Found[] = [{ from, to: from, decoration: line }];
  const add = (at: readonly [number, number], decoration: Decoration) => {
    if (at[0] < at[1]) found.push({ from: from + at[0], to: from + at[1], decoration });
  };
  const start = drawn(look, text);
  if (look.indent > 0 && look.mark && start) add([0, look.indent], hidden);
  if (look.mark && start) add(look.mark, start);
  else if (look.mark && !open) add(look.mark, hidden);
  for (const span of look.spans)
    add([span.from, span.to], Decoration.mark({ class: `span-${span.kind}` }));
  if (!open) for (const mark of look.marks) add(mark, hidden);
  return found;
}

/** Drawn marks are one step for the cursor and one key to remove. */
interface Looks {
  all: DecorationSet;
  atoms: DecorationSet;
}

function looks(view: EditorView): Looks {
  const { state } = view;
  const inside = codeLines(state);
  const open = (from: number, to: number) =>
    view.hasFocus && state.selection.ranges.some((range) => range.from <= to && range.to >= from);
  const [all, atoms] = [new RangeSetBuilder<Decoration>(), new RangeSetBuilder<Decoration>()];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const found = ofLine(
        line.from,
        line.text,
        inside[line.number - 1] === true,
        open(line.from, line.to),
      );
      found.sort((left, right) => left.from - right.from || left.to - right.to);
      for (const { from: start, to: end, decoration } of found) {
        all.add(start, end, decoration);
        if (decoration.spec["widget"]) atoms.add(start, end, decoration);
      }
      at = line.to + 1;
    }
  }
  return { all: all.finish(), atoms: atoms.finish() };
}

/** Which lines stand in fenced blocks; looked at only where there is a fence. */
function codeLines(state: EditorState): boolean[] {
  const text = state.doc.toString();
  return text.includes("```") || text.includes("~~~") ? fenced(text.split("\n")) : [];
}

/** Draws them, and keeps up with the text, the cursor and what is in sight. */
export const markdownLooks = ViewPlugin.fromClass(
  class {
    held: Looks;

    constructor(view: EditorView) {
      this.held = looks(view);
    }

    update(update: ViewUpdate): void {
      const { docChanged, viewportChanged, selectionSet, focusChanged } = update;
      if (docChanged || viewportChanged || selectionSet || focusChanged)
        this.held = looks(update.view);
    }
  },
  {
    decorations: (plugin) => plugin.held.all,
    provide: (plugin) =>
      EditorView.atomicRanges.of((view) => view.plugin(plugin)?.held.atoms ?? Decoration.none),
  },
);
