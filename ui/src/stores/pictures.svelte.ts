//! Pictures of conversations: asked for when their message is shown, the newest of them kept.
import type { ApiError } from "$lib/bindings/ApiError";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";

/** So many are kept; the ones looked at longest ago go. */
const KEPT = 40;

export class Shown {
  /** A `data:` address; null until it is there. */
  url = $state<string | null>(null);
  problem = $state.raw<ApiError | null>(null);
  asked = false;
}

export class Pictures {
  /** The one looked at last stands last. */
  #held: { key: string; shown: Shown }[] = [];
  #line: Connection;

  constructor(line: Connection) {
    this.#line = line;
  }

  /** The picture at a path of a conversation's agent; it comes by itself. */
  of(sessionKey: string | null, path: string): Shown {
    const key = `${sessionKey ?? ""}\n${path}`;
    const shown = this.#held.find((one) => one.key === key)?.shown ?? new Shown();
    const others = this.#held.filter((one) => one.key !== key);
    this.#held = [...others.slice(1 - KEPT), { key, shown }];
    return shown;
  }

  /** Its message is shown. */
  async show(shown: Shown, sessionKey: string | null, path: string): Promise<void> {
    if (shown.asked) return;
    shown.asked = true;
    try {
      const asked = sessionKey === null ? { path } : { path, sessionKey };
      const { mime, data } = await this.#line.rpc("workspace.picture", asked);
      shown.url = `data:${mime};base64,${data}`;
      shown.problem = null;
    } catch (thrown) {
      shown.problem = asApiError(thrown);
      shown.asked = false;
    }
  }
}

export const pictures = new Pictures(connection);
