//! The editor of the settings file: CodeMirror in a shadow root, because the window's policy lets no
//! style be written into the page. What the gateway says of the text is underlined at its place.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  Annotation,
  EditorState,
  RangeSetBuilder,
  StateEffect,
  StateField,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  lineNumbers,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { looksOf } from "$lib/presenters/config-file";
import styles from "./editor.css?inline";

export interface FileEditorOptions {
  text: string;
  /** What a screen reader calls it. */
  label: string;
  /** The text or the cursor is another one; `at` is the cursor. */
  onchange: (text: string, at: number) => void;
  /** Ctrl or ⌘ S. */
  onsave: () => void;
}

/** A place in the text that something is said about. */
export interface Underline {
  from: number;
  to: number;
  mistake: boolean;
}

export interface FileEditor {
  /** Puts a text that is not the person's own in the place of all. */
  show(text: string): void;
  underline(places: readonly Underline[]): void;
  /** The cursor goes there. */
  go(at: number): void;
  focus(): void;
  destroy(): void;
}

const remote = Annotation.define<boolean>();
const setPlaces = StateEffect.define<readonly Underline[]>();
const MISTAKE = Decoration.mark({ class: "mistake" });
const HINT = Decoration.mark({ class: "hint" });

const underlines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, transaction) {
    let next = held.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setPlaces)) continue;
      const length = transaction.state.doc.length;
      const ranges = effect.value
        .map(({ from, to, mistake }) => ({ from, to: Math.min(to, length), mistake }))
        .filter(({ from, to }) => from < to)
        .map(({ from, to, mistake }) => (mistake ? MISTAKE : HINT).range(from, to));
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Comments and values look apart from keys. A settings file is short enough to look at as a whole. */
function decorated(text: string): DecorationSet {
  const built = new RangeSetBuilder<Decoration>();
  for (const { from, to, look } of looksOf(text)) {
    built.add(from, to, Decoration.mark({ class: look }));
  }
  return built.finish();
}

const looks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorated(view.state.doc.toString());
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = decorated(update.state.doc.toString());
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Makes the editor in `parent`. */
export function makeFileEditor(parent: HTMLElement, options: FileEditorOptions): FileEditor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const listen = EditorView.updateListener.of((update) => {
    const ours = !update.transactions.some((one) => one.annotation(remote));
    if (!update.selectionSet && !(update.docChanged && ours)) return;
    options.onchange(update.state.doc.toString(), update.state.selection.main.head);
  });
  const save = () => {
    options.onsave();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history(),
        lineNumbers(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "data-testid": "file-text",
          spellcheck: "false",
        }),
        // Esc and then Tab leaves the editor, as everywhere where Tab indents.
        keymap.of([{ key: "Mod-s", run: save }, indentWithTab, ...historyKeymap, ...defaultKeymap]),
        looks,
        underlines,
        listen,
      ],
    }),
  });
  return {
    show: (text) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: remote.of(true),
      }),
    underline: (places) => view.dispatch({ effects: setPlaces.of(places) }),
    go(at) {
      const anchor = Math.min(at, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
