//! The settings file while a person writes in it: the text, what the gateway says of it, and what
//! somebody else wrote meanwhile.
//!
//! Nothing is saved by itself. A text that can't be is kept in the editor; a file that changed
//! meanwhile is never written over without a word.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ConfigFileText } from "$lib/bindings/ConfigFileText";
import type { ConfigHelp } from "$lib/bindings/ConfigHelp";
import type { ConfigRemark } from "$lib/bindings/ConfigRemark";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import { undoBar } from "./undo.svelte";

/** Writing pauses this long before the text is looked at, ms. */
const PAUSE = 200;

/** What shows the text. */
export interface FileSurface {
  show(text: string): void;
  underline(places: readonly { from: number; to: number; mistake: boolean }[]): void;
}

export class ConfigFile {
  /** As it stands on the disk; null until it is read. */
  file = $state.raw<ConfigFileText | null>(null);
  text = $state("");
  remarks = $state.raw<readonly ConfigRemark[]>([]);
  help = $state.raw<ConfigHelp | null>(null);
  /** What stands on the disk now, where that is not what the person began with. */
  other = $state.raw<ConfigFileText | null>(null);
  problem = $state.raw<ApiError | null>(null);
  busy = $state(false);

  #at = 0;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #surface: FileSurface | null = null;
  #line: Connection;

  constructor(line: Connection) {
    this.#line = line;
    line.onSync(() => void this.look());
    line.onEvent(({ happening }) => {
      if (happening.kind === "changed" && happening.what === "config") void this.look();
    });
  }

  get changed(): boolean {
    return this.file !== null && this.text !== lines(this.file.text);
  }

  get mistakes(): number {
    return this.remarks.filter(({ mistake }) => mistake).length;
  }

  /** The page is there. */
  async open(): Promise<void> {
    if (this.file) await this.look();
    else await this.#read();
  }

  show(surface: FileSurface | null): void {
    this.#surface = surface;
    if (surface) this.#check();
  }

  /** The person wrote, or moved the cursor. */
  wrote(text: string, at: number): void {
    this.text = text;
    this.#at = at;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), PAUSE);
  }

  /** Somebody may have changed the file. */
  async look(): Promise<void> {
    if (!this.file || this.busy) return;
    await this.#read();
  }

  /** Over the file the person began with; `over`: also over the one they were shown since. */
  async save(over = false): Promise<void> {
    const base = over ? (this.other ?? this.file) : this.file;
    if (!base || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      const text = base.text.includes("\r\n") ? this.text.replaceAll("\n", "\r\n") : this.text;
      const saved = await this.#line.change("config.fileSave", { text, base: base.hash });
      if (saved.written) this.#take(saved.file);
      else this.other = saved.file;
      undoBar.show(saved.undo);
    } catch (thrown) {
      this.problem = asApiError(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** What the person wrote goes; what is on the disk is shown. */
  discard(): void {
    const file = this.other ?? this.file;
    if (file) this.#take(file);
  }

  async #read(): Promise<void> {
    try {
      const file = await this.#line.rpc("config.file", {});
      this.problem = null;
      if (!this.file || !this.changed) this.#take(file);
      else this.other = file.hash === this.file.hash ? null : file;
    } catch (thrown) {
      this.problem = asApiError(thrown);
    }
  }

  #take(file: ConfigFileText): void {
    const text = lines(file.text);
    const same = text === this.text;
    this.file = file;
    this.other = null;
    this.problem = null;
    this.text = text;
    if (!same) this.#surface?.show(text);
    this.#check();
  }

  #check(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.file && this.#surface) void this.#ask(this.text, this.#at);
  }

  async #ask(text: string, at: number): Promise<void> {
    this.#asked += 1;
    const nth = this.#asked;
    try {
      const { remarks, help } = await this.#line.rpc("config.fileCheck", { text, at });
      // What was typed since is looked at anew.
      if (nth !== this.#asked || text !== this.text) return;
      this.remarks = remarks;
      this.help = help;
      this.#surface?.underline(remarks.map(({ at, mistake }) => ({ ...at, mistake })));
    } catch (thrown) {
      if (nth === this.#asked) this.problem = asApiError(thrown);
    }
  }
}

/** As the editor counts: one sign an end of line. */
function lines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

export const configFile = new ConfigFile(connection);
