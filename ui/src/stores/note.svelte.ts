//! The note that is open: its text, whether it is kept, and what others wrote into it meanwhile.
//!
//! Owns saving by itself. One write is on its way at a time and names the state it started from;
//! the gateway merges. A text that is not yet kept by the gateway is kept in this computer's
//! storage, so that closing, quitting and a broken line lose nothing.
import type { AboutText } from "$lib/bindings/AboutText";
import type { ApiError } from "$lib/bindings/ApiError";
import type { FileWritten } from "$lib/bindings/FileWritten";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import { Drafts, type Draft } from "./note-drafts";

/** Writing pauses this long before it is saved, and never goes unsaved longer than the second. */
const PAUSE = 600;
const LONGEST = 3_000;

/** `kept`: on this computer, until the gateway can be reached again. */
export type Saved = "saved" | "writing" | "saving" | "kept" | "failed";

/** What shows the text. */
export interface Surface {
  /** The text was sent: what is typed from now on is behind it. */
  sent(): void;
  /** Others' edits: what was sent as `sent` now stands as `text`. Answers the whole text. */
  take(sent: string, text: string, about: AboutText): string;
}

export class Note {
  path = $state<string | null>(null);
  /** As the gateway has it; its line ends are the editor's. */
  loaded = $state.raw<{ path: string; text: string } | null>(null);
  about = $state.raw<AboutText | null>(null);
  example = $state.raw<string | null>(null);
  exists = $state(true);
  saved = $state<Saved>("saved");
  /** Why it could not be opened or saved. */
  problem = $state.raw<ApiError | null>(null);
  /** Others' edits came in while the note was open; counts them. */
  merges = $state(0);

  text = "";
  #base = "";
  #crlf = false;
  #stay = "";
  #surface: Surface | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dirtySince: number | null = null;
  #saving: Promise<void> | null = null;
  #line: Connection;
  #drafts: Drafts;

  constructor(line: Connection, drafts: Drafts) {
    this.#line = line;
    this.#drafts = drafts;
    line.onSync(() => void this.#back());
    line.onEvent(({ happening }) => {
      const ours = happening.kind === "changed" && happening.what === "files";
      if (ours && (!happening.reference || happening.reference === this.path)) void this.look();
    });
  }

  /** Opens a file; what was written in the one before is saved. */
  async open(path: string): Promise<void> {
    if (path === this.path && this.loaded) return;
    await this.save();
    // What could not be sent stays kept on this computer.
    if (this.#timer) clearTimeout(this.#timer);
    this.#dirtySince = null;
    this.path = path;
    this.loaded = null;
    this.about = null;
    this.problem = null;
    this.saved = "saved";
    this.#stay = crypto.randomUUID();
    await this.#load();
  }

  /** The one place that shows the text, while it is there. */
  show(surface: Surface | null): void {
    this.#surface = surface;
  }

  /** The person wrote. */
  edited(text: string): void {
    if (this.path === null || text === this.text) return;
    this.text = text;
    this.saved = this.saved === "kept" ? "kept" : "writing";
    this.#drafts.keep(this.path, { text: this.#out(text), base: this.#base });
    this.#dirtySince ??= Date.now();
    this.#soon(Math.max(0, Math.min(PAUSE, this.#dirtySince + LONGEST - Date.now())));
  }

  /** Saves now what is not saved yet. */
  async save(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#saving;
    if (this.#dirtySince === null) return;
    this.#saving ??= this.#write().finally(() => {
      this.#saving = null;
      if (this.#dirtySince !== null && this.saved === "writing") this.#soon(PAUSE);
    });
    await this.#saving;
  }

  /** Others may have written: what they wrote comes in. */
  async look(): Promise<void> {
    if (!this.loaded || this.#saving) return;
    if (this.#dirtySince !== null) return this.save();
    await this.#load();
  }

  /** Once more, what went wrong last. */
  async again(): Promise<void> {
    await (this.loaded ? this.save() : this.#load());
  }

  /** A new stay begins: what is written from now on is a change of its own. */
  leave(): void {
    void this.save();
    this.#stay = crypto.randomUUID();
  }

  #soon(wait: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), wait);
  }

  async #load(): Promise<void> {
    const path = this.path;
    if (path === null) return;
    try {
      const found = await this.#line.rpc("workspace.read", { path });
      // Another file was opened, or the person began to write meanwhile: that goes first.
      if (path !== this.path || this.#dirtySince !== null) return;
      this.#crlf = found.text.includes("\r\n");
      this.#base = found.hash;
      this.exists = found.exists;
      this.example = found.example;
      this.problem = null;
      const draft = this.loaded ? null : this.#drafts.of(path);
      if (draft && draft.text !== found.text) this.#goOn(path, draft, found.about);
      else this.#takeIn(this.text, this.#in(found.text), found.about, path);
    } catch (thrown) {
      if (path === this.path) this.problem = asApiError(thrown);
    }
  }

  /** What was written before the last end and never reached the gateway is gone on with. */
  #goOn(path: string, draft: Draft, about: AboutText): void {
    this.text = this.#in(draft.text);
    this.#base = draft.base;
    this.about = about;
    this.loaded = { path, text: this.text };
    this.saved = "writing";
    this.#dirtySince = Date.now();
    this.#soon(0);
  }

  async #write(): Promise<void> {
    const path = this.path;
    if (path === null || this.#dirtySince === null || !this.loaded) return;
    const [sent, base, stay] = [this.text, this.#base, this.#stay];
    this.#dirtySince = null;
    this.saved = "saving";
    this.#surface?.sent();
    try {
      const text = this.#out(sent);
      const written = await this.#line.change("workspace.write", { path, text, base, stay });
      this.#drafts.drop(path, text);
      if (path === this.path) this.#written(sent, written);
    } catch (thrown) {
      if (path !== this.path) return;
      this.#dirtySince ??= Date.now();
      this.problem = asApiError(thrown);
      // A broken line is on its way back; anything else is for the person to see.
      this.saved = this.#line.line === "connected" ? "failed" : "kept";
    }
  }

  #written(sent: string, written: FileWritten): void {
    const text = this.#in(written.text);
    const more = this.text !== sent;
    this.problem = null;
    this.exists = true;
    this.example = null;
    if (!more || this.#surface || text === sent) {
      this.#base = written.hash;
      this.#takeIn(sent, text, written.about, this.path ?? "");
    }
    this.saved = more ? "writing" : "saved";
    if (more && this.path !== null) {
      this.#drafts.keep(this.path, { text: this.#out(this.text), base: this.#base });
      this.#dirtySince ??= Date.now();
    }
  }

  /** What stood as `before` is `text` now; what was typed since stays. */
  #takeIn(before: string, text: string, about: AboutText, path: string): void {
    const fresh = this.loaded?.path !== path;
    if (!fresh && text !== before) this.merges += 1;
    this.about = about;
    const shown = fresh ? null : this.#surface;
    this.text = shown ? shown.take(before, text, about) : text;
    this.loaded = { path, text };
  }

  /** The line is back: what is kept here goes first, then others' edits are looked for. */
  async #back(): Promise<void> {
    if (this.#dirtySince !== null) await this.save();
    else if (this.loaded) await this.look();
    else if (this.path !== null) await this.#load();
    for (const [path, draft] of this.#drafts.all()) {
      if (path === this.path) continue;
      const stay = crypto.randomUUID();
      try {
        await this.#line.change("workspace.write", { path, ...draft, stay });
        this.#drafts.drop(path, draft.text);
      } catch {
        // It stays kept, and is tried again when its note is opened or the line comes back.
      }
    }
  }

  #in(text: string): string {
    return text.replaceAll("\r\n", "\n");
  }

  /** With the line ends of the file. */
  #out(text: string): string {
    return this.#crlf ? text.replaceAll("\n", "\r\n") : text;
  }
}

export const note = new Note(connection, new Drafts(() => localStorage));
