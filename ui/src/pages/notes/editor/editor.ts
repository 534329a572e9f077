//! The editor of a note: CodeMirror in a shadow root, because the window's policy lets no style be
//! written into the page. A chunk of its own, loaded when the first note is opened.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Annotation, ChangeSet, EditorState, Transaction, type Text } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import type { AboutText } from "$lib/bindings/AboutText";
import { edits } from "$lib/presenters/notes-diff";
import { nextItem } from "$lib/presenters/notes-looks";
import type { Surface } from "$lib/stores/note.svelte";
import { t } from "$lib/words/words.svelte";
import { arrive, arrived } from "./arrived";
import styles from "./editor.css?inline";
import { markdownLooks, toggle } from "./looks";
import { panels } from "./panels";
import { placesOf, setPlaces } from "./places";

export interface EditorOptions {
  text: string;
  about: AboutText | null;
  /** What a screen reader calls it. */
  label: string;
  /** The agent's name. */
  agent: string;
  onedit: (text: string) => void;
}

export interface NoteEditor extends Surface {
  focus(): void;
  find(): void;
  /** Puts a text in the place of everything, as the person's own edit. */
  fill(text: string): void;
  destroy(): void;
}

/** Not the person's: neither saved again nor undone by their key. */
const remote = Annotation.define<boolean>();

/** Enter at the end of an item begins the next one; on an empty item it ends the list. */
function enter(view: EditorView): boolean {
  const { state } = view;
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  if (!main.empty || main.head !== line.to) return false;
  const next = nextItem(line.text);
  if (next === null) return false;
  const end = next === "";
  const from = end ? line.from : line.to;
  const insert = end ? "" : `\n${next}`;
  view.dispatch({
    changes: { from, to: line.to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

function phrases(): Record<string, string> {
  return {
    Find: t("notes-find"),
    Replace: t("notes-replace"),
    next: t("notes-find-next"),
    previous: t("notes-find-previous"),
    "match case": t("notes-find-case"),
    replace: t("notes-replace"),
    "replace all": t("notes-replace-all"),
    close: t("notes-find-close"),
    "current match": t("notes-find-current"),
    "on line": t("notes-find-line"),
    "replaced $ matches": t("notes-replaced"),
    "replaced match on line $": t("notes-replaced-line"),
  };
}

/** Makes the editor in `parent`. */
export function makeEditor(parent: HTMLElement, options: EditorOptions): NoteEditor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  /** What was typed behind the text that was sent last. */
  let typed: ChangeSet;

  const listen = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    const ours = update.transactions.filter((transaction) => !transaction.annotation(remote));
    if (ours.length === 0) return;
    for (const { changes } of ours) typed = typed.compose(changes);
    options.onedit(update.state.doc.toString());
  });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history({ newGroupDelay: 800 }),
        drawSelection(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "data-testid": "note-text",
          spellcheck: "true",
          autocapitalize: "sentences",
        }),
        EditorState.phrases.of(phrases()),
        search({ top: true }),
        keymap.of([
          { key: "Enter", run: enter },
          { key: "Mod-Enter", run: (view) => toggle(view, view.state.selection.main.head) },
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        markdownLooks,
        panels({ agent: options.agent }),
        arrived,
        listen,
      ],
    }),
  });
  typed = ChangeSet.empty(view.state.doc.length);
  const { about } = options;
  if (about) view.dispatch({ effects: setPlaces.of(placesOf(about, null, view.state.doc.length)) });

  return {
    sent() {
      typed = ChangeSet.empty(view.state.doc.length);
    },
    take(sent, text, about) {
      const came = ChangeSet.of(edits(sent, text), sent.length);
      const changes = came.map(typed, true);
      typed = typed.map(came);
      const length = changes.newLength;
      const places = setPlaces.of(placesOf(about, typed, length));
      view.dispatch({
        changes,
        effects: came.empty ? [places] : [places, arrive.of(inserted(changes))],
        annotations: [remote.of(true), Transaction.addToHistory.of(false)],
      });
      return view.state.doc.toString();
    },
    focus: () => view.focus(),
    find: () => openSearchPanel(view),
    fill(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: text.trimEnd().length },
        userEvent: "input.fill",
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** Where the changes put text, in the new text. */
function inserted(changes: ChangeSet): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  changes.iterChanges((_a, _b, from: number, to: number, _text: Text) => found.push({ from, to }));
  return found;
}
