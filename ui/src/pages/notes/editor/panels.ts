//! What stands between the lines of a note: the choice at a conflict, the hint below a secret, and
//! the rule where the agent stops reading.
import { StateField, type EditorState, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import type { Author } from "$lib/bindings/Author";
import { differing, type Piece } from "$lib/presenters/notes-diff";
import { t } from "$lib/words/words.svelte";
import {
  keepSecret,
  places,
  placesField,
  setPlaces,
  settled,
  type ConflictPlace,
  type Place,
} from "./places";

export interface PanelWords {
  agent: string;
}

function element(tag: string, name: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

function button(word: string, name: string, testid: string, press: () => void): HTMLElement {
  const made = element("button", name, word) as HTMLButtonElement;
  made.type = "button";
  made.dataset["testid"] = testid;
  made.addEventListener("click", press);
  return made;
}

/** Who, in one word. */
export function who(by: Author, agent: string): string {
  if (by === "person") return t("notes-you");
  if (by === "agent") return agent;
  return t(by === "cove" ? "notes-cove" : "notes-elsewhere");
}

/** To be read: the bullet of a single line says nothing. */
function bare(text: string): string {
  const lines = text.trimEnd();
  return lines.includes("\n") ? lines : lines.replace(/^\s*[-*+] (\[[ xX]\] )?/, "");
}

function pieced(pieces: Piece[]): Node[] {
  return pieces.map(({ text, strong }) =>
    strong ? element("strong", "", text) : document.createTextNode(text),
  );
}

class ConflictPanel extends WidgetType {
  readonly #place: ConflictPlace;
  readonly #words: PanelWords;

  constructor(place: ConflictPlace, words: PanelWords) {
    super();
    this.#place = place;
    this.#words = words;
  }

  override eq(other: ConflictPanel): boolean {
    return JSON.stringify(other.#place.conflict) === JSON.stringify(this.#place.conflict);
  }

  override toDOM(view: EditorView): HTMLElement {
    const { conflict } = this.#place;
    const [mine, theirs] = [
      who(conflict.mineBy, this.#words.agent),
      who(conflict.theirsBy, this.#words.agent),
    ];
    const panel = element("section", "conflict");
    panel.dataset["testid"] = "conflict";
    const title = conflict.mineBy === "person" || conflict.theirsBy === "person";
    const other = conflict.mineBy === "person" ? theirs : mine;
    const says = title
      ? t("notes-conflict", { name: other })
      : t("notes-conflict-others", { one: mine, other: theirs });
    panel.setAttribute("aria-label", says);
    const head = element("p", "conflict-head");
    head.append(element("strong", "", says), ` ${t("notes-conflict-says")}`);
    const [left, right] = differing(bare(conflict.mine), bare(conflict.theirs));
    panel.append(
      head,
      this.#side(mine, "", left),
      this.#side(theirs, "", right),
      this.#side(t("notes-both"), "both", [{ text: bare(conflict.both), strong: false }]),
    );
    const row = element("div", "conflict-buttons");
    const choose = (text: string) => () => this.#choose(view, panel, text);
    row.append(
      button(t("notes-keep-both"), "primary", "keep-both", choose(conflict.both)),
      button(this.#keep(conflict.mineBy), "plain", "keep-mine", choose(conflict.mine)),
      button(this.#keep(conflict.theirsBy), "plain", "keep-theirs", choose(conflict.theirs)),
    );
    panel.append(row);
    return panel;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  #keep(by: Author): string {
    return by === "person"
      ? t("notes-keep-mine")
      : t("notes-keep-theirs", { name: who(by, this.#words.agent) });
  }

  #side(name: string, look: string, pieces: Piece[]): HTMLElement {
    const row = element("div", `conflict-side ${look}`);
    const text = element("span", "conflict-text");
    text.append(...pieced(pieces));
    if (text.textContent === "") text.textContent = t("notes-conflict-nothing");
    row.append(element("span", "conflict-who", name), text);
    return row;
  }

  #choose(view: EditorView, panel: HTMLElement, text: string): void {
    const at = view.posAtDOM(panel);
    const place = places(view.state).conflicts.find(({ from, to }) => from <= at && at < to);
    if (!place) return;
    const last = place.to === view.state.doc.length;
    const insert = last ? text.replace(/\n$/, "") : text;
    view.dispatch({
      changes: { from: place.from, to: place.to, insert },
      selection: { anchor: place.from + insert.replace(/\n$/, "").length },
      effects: settled.of(place.from),
      userEvent: "input.choose",
      scrollIntoView: true,
    });
    view.focus();
  }
}

class SecretHint extends WidgetType {
  readonly #place: Place;
  readonly #words: PanelWords;

  constructor(place: Place, words: PanelWords) {
    super();
    this.#place = place;
    this.#words = words;
  }

  override eq(other: SecretHint): boolean {
    return other.#place.from === this.#place.from && other.#place.to === this.#place.to;
  }

  override toDOM(view: EditorView): HTMLElement {
    const hint = element("section", "secret-hint");
    hint.dataset["testid"] = "secret-hint";
    const says = t("notes-secret", { name: this.#words.agent });
    hint.setAttribute("aria-label", says);
    const { from, to } = this.#place;
    hint.append(
      element("p", "", says),
      button(t("notes-secret-out"), "plain", "secret-out", () => {
        view.dispatch({
          changes: { from, to, insert: "" },
          selection: { anchor: from },
          userEvent: "delete.secret",
        });
        view.focus();
      }),
      button(t("notes-secret-keep"), "quiet", "secret-keep", () => {
        view.dispatch({ effects: keepSecret.of(from) });
        view.focus();
      }),
    );
    return hint;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class CutRule extends WidgetType {
  readonly #words: PanelWords;

  constructor(words: PanelWords) {
    super();
    this.#words = words;
  }

  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const rule = element("div", "cut-rule");
    rule.dataset["testid"] = "cut-rule";
    rule.append(element("span", "", t("notes-cut", { name: this.#words.agent })));
    return rule;
  }
}

function decorate(state: EditorState, words: PanelWords): DecorationSet {
  const { conflicts, secrets, cutAt } = places(state);
  const found: Range<Decoration>[] = [];
  for (const place of conflicts) {
    // The line end behind the marks stays, so that the next line keeps its place.
    const to = state.doc.sliceString(place.to - 1, place.to) === "\n" ? place.to - 1 : place.to;
    const widget = new ConflictPanel(place, words);
    found.push(Decoration.replace({ widget, block: true }).range(place.from, to));
  }
  const covered = (at: number) => conflicts.some(({ from, to }) => from <= at && at < to);
  for (const place of secrets.filter(({ from }) => !covered(from))) {
    found.push(Decoration.mark({ class: "secret" }).range(place.from, place.to));
    const widget = new SecretHint(place, words);
    const line = state.doc.lineAt(place.to);
    found.push(Decoration.widget({ widget, block: true, side: 1 }).range(line.to));
  }
  if (cutAt !== null && !covered(cutAt)) {
    const line = state.doc.lineAt(cutAt);
    const widget = new CutRule(words);
    found.push(Decoration.widget({ widget, block: true, side: 2 }).range(line.to));
  }
  return Decoration.set(found, true);
}

/** Shows the panels at their places. */
export function panels(words: PanelWords) {
  const field = StateField.define<DecorationSet>({
    create: (state) => decorate(state, words),
    update: (held, transaction) =>
      transaction.docChanged || transaction.effects.some((effect) => isOurs(effect))
        ? decorate(transaction.state, words)
        : held,
    provide: (from) => [
      EditorView.decorations.from(from),
      EditorView.atomicRanges.of((view) => conflictRanges(view.state)),
    ],
  });
  return [placesField, field];
}

function isOurs(effect: { is: (type: never) => boolean }): boolean {
  return [setPlaces, keepSecret, settled].some((type) => effect.is(type as never));
}

function conflictRanges(state: EditorState): DecorationSet {
  const found = places(state).conflicts.map(({ from, to }) => Decoration.mark({}).range(from, to));
  return Decoration.set(found);
}
