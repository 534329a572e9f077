//! What happened or did not, as its page shows it: one filter, pages that follow one another.
//!
//! The newest question wins: an answer to an older one is dropped.
import type { ActivityPart } from "$lib/bindings/ActivityPart";
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { ApiError } from "$lib/bindings/ApiError";
import { asApiError } from "$lib/platform";
import { connection, type Connection } from "./connection.svelte";
import { Live } from "./live.svelte";

/** `needs`: what waits for the person now; it stands in the status. */
export type Part = "everything" | "needs" | ActivityPart;
export type Span = "fortnight" | "month" | "year";

/** Rows asked for at once, and at most when what is shown is asked for anew. */
const PAGE = 80;
const MOST = 500;
/** After the last key, ms. */
const PAUSE = 180;
const TOPICS = new Set(["activity", "heartbeat"]);

export class ActivityList {
  part = $state<Part>("everything");
  text = $state("");
  /** Null until the first answer. */
  rows = $state.raw<readonly ActivityRow[] | null>(null);
  more = $state(false);
  /** What is shown answers an older question. */
  stale = $state(false);
  loadingMore = $state(false);
  problem = $state.raw<ApiError | null>(null);

  #line: Connection;
  #wanted = false;
  #asked = 0;
  #asking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(line: Connection) {
    this.#line = line;
    line.onSync(() => this.refresh());
    line.onEvent(({ happening }) => {
      if (happening.kind === "changed" && TOPICS.has(happening.what)) this.refresh();
    });
  }

  /** The page is open: it is kept true from now on. */
  open(): void {
    this.#wanted = true;
    if (this.#line.line === "connected") this.refresh();
  }

  /** The page is left. */
  close(): void {
    this.#wanted = false;
  }

  choose(part: Part): void {
    this.part = part;
    this.#anew();
  }

  /** The person typed. */
  type(text: string): void {
    this.text = text;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#anew(), PAUSE);
  }

  /** Asks again for as much as is shown. Several changes in a row are one question. */
  refresh(): void {
    if (!this.#wanted || this.part === "needs") return;
    if (this.#asking) this.#again = true;
    else void this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#asking = true;
    do {
      this.#again = false;
      await this.#first(Math.min(MOST, Math.max(PAGE, this.rows?.length ?? 0)));
    } while (this.#again);
    this.#asking = false;
  }

  #anew(): void {
    if (this.part === "needs") return;
    this.stale = true;
    void this.#first(PAGE);
  }

  async #first(limit: number): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await this.#line.rpc("activity.list", { ...this.#wish(), limit });
      if (asked !== this.#asked) return;
      this.rows = page.activity;
      this.more = page.more;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    }
    if (asked === this.#asked) this.stale = false;
  }

  async showMore(): Promise<void> {
    const before = this.rows?.at(-1)?.id;
    if (before === undefined || this.loadingMore) return;
    const asked = ++this.#asked;
    this.loadingMore = true;
    try {
      const page = await this.#line.rpc("activity.list", {
        ...this.#wish(),
        before,
        limit: PAGE,
      });
      if (asked !== this.#asked) return;
      this.rows = [...(this.rows ?? []), ...page.activity];
      this.more = page.more;
      this.problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.problem = asApiError(thrown);
    } finally {
      this.loadingMore = false;
    }
  }

  #wish() {
    const { part } = this;
    const text = this.text.trim();
    return {
      beats: true,
      ...(part === "everything" || part === "needs" ? {} : { part }),
      ...(text === "" ? {} : { text }),
    };
  }
}

export const activityList = new ActivityList(connection);

const SPENT = ["activity", "heartbeat", "status"] as const;
const by = "day" as const;

/** What was spent, summed up by day. */
export const costs: Record<Span, Live<"ledger.cost">> = {
  fortnight: new Live("ledger.cost", { by, days: 14 }, SPENT, true),
  month: new Live("ledger.cost", { by, days: 30 }, SPENT, true),
  year: new Live("ledger.cost", { by, days: 365 }, SPENT, true),
};
