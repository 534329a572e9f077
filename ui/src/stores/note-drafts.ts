//! Texts of notes that the gateway does not have yet, in this computer's storage.
//!
//! Owns its keys there, one set a home: what was meant for one agent is never written for another.
//! A storage that is full or forbidden costs the safety, never the writing.
import { keptAs } from "$lib/platform/home";

export interface Draft {
  text: string;
  /** The state it started from. */
  base: string;
}

const PREFIX = `${keptAs("cove.note")}.`;

export class Drafts {
  #storage: () => Storage;

  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  keep(path: string, draft: Draft): void {
    this.#try((storage) => storage.setItem(PREFIX + path, JSON.stringify(draft)));
  }

  /** It is kept by the gateway now; a newer text stays. */
  drop(path: string, text: string): void {
    if (this.of(path)?.text === text) this.#try((storage) => storage.removeItem(PREFIX + path));
  }

  of(path: string): Draft | null {
    return this.#try((storage) => read(storage.getItem(PREFIX + path)));
  }

  all(): [string, Draft][] {
    const found = this.#try((storage) =>
      Object.keys(storage)
        .filter((key) => key.startsWith(PREFIX))
        .map((key): [string, Draft | null] => [
          key.slice(PREFIX.length),
          read(storage.getItem(key)),
        ]),
    );
    return (found ?? []).filter((entry): entry is [string, Draft] => entry[1] !== null);
  }

  #try<T>(work: (storage: Storage) => T): T | null {
    try {
      return work(this.#storage());
    } catch {
      return null;
    }
  }
}

function read(held: string | null): Draft | null {
  const draft: unknown = held === null ? null : JSON.parse(held);
  const whole = typeof draft === "object" && draft !== null && "text" in draft && "base" in draft;
  return whole ? { text: String(draft.text), base: String(draft.base) } : null;
}
