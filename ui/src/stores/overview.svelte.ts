//! What Home shows of the day: what is planned, what it costs, and since when nobody looked.
import { keptAs } from "$lib/platform/home";
import { Live } from "./live.svelte";

const PLAN = ["heartbeat", "config", "holds"] as const;

/** What would happen by itself in the next day, on the line of Home. */
export const rehearsal = new Live(
  "rehearse.run",
  { hours: 24 },
  [...PLAN, "jobs", "files", "models"],
  true,
);
/** The same for *Rehearse tonight*: asked for when it is opened, so that nothing changes in it. */
export const tonight = new Live("rehearse.run", { hours: 12 }, [], true);
export const quietTimes = new Live("heartbeat.quiet", { hours: 24 }, PLAN, true);
export const spending = new Live(
  "ledger.cost",
  { by: "cause", days: 1 },
  ["heartbeat", "status", "activity"],
  true,
);
export const activity = new Live("activity.list", { limit: 200 }, ["activity"], true);
export const beatsSince = new Live("heartbeat.list", { limit: 200 }, ["heartbeat"], true);

/** Being away so long is worth saying what happened, ms. */
const LONG = 2 * 3_600_000;
/** While the window is seen, this is noted so often, ms. */
const NOTED = 60_000;
const KEY = "cove.seen";

export class Absence {
  /** Since when nobody looked; null = somebody did. Ms of this computer. */
  since = $state<number | null>(null);
  #storage: () => Storage;
  #now: () => number;

  constructor(storage: () => Storage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Follows until the answer is called. */
  follow(): () => void {
    this.look();
    const seen = () => {
      if (document.visibilityState === "visible") this.look();
    };
    const timer = setInterval(seen, NOTED);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  /** Somebody looks now. */
  look(): void {
    const now = this.#now();
    try {
      const last = Number(this.#storage().getItem(keptAs(KEY)) ?? Number.NaN);
      if (now - last >= LONG) this.since = last;
      this.#storage().setItem(keptAs(KEY), String(now));
    } catch {
      // Without storage an absence is not noticed; everything else stands in Activity.
    }
  }

  /** It was read. */
  read(): void {
    this.since = null;
  }
}

export const absence = new Absence(
  () => localStorage,
  () => Date.now(),
);
