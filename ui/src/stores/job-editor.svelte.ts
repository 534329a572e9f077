//! The job that is being made or changed: its draft, what its schedule would do, and keeping it.
//!
//! Owns the draft until it is saved. What a schedule does and costs is the gateway's answer.
import type { ApiError } from "$lib/bindings/ApiError";
import type { CronPreviewed } from "$lib/bindings/CronPreviewed";
import type { JobRow } from "$lib/bindings/JobRow";
import { asApiError } from "$lib/platform";
import { draftOf, made, newDraft, recordOf, withWhen, type Draft } from "$lib/presenters/job-draft";
import { withExpression, type When } from "$lib/presenters/rhythm";
import { whenOf, whenRequest } from "$lib/presenters/schedule-record";
import { connection } from "./connection.svelte";
import { jobs } from "./jobs.svelte";
import { undoBar } from "./undo.svelte";

/** A pause in typing, ms. */
const PAUSE = 150;
const RUNS = 10;

export class JobEditor {
  draft = $state<Draft | null>(null);
  /** The last schedule that could be read, with what it does. */
  preview = $state.raw<CronPreviewed | null>(null);
  /** Why the schedule can't be read; the preview is of the one before. */
  scheduleProblem = $state.raw<ApiError | null>(null);
  problem = $state.raw<ApiError | null>(null);
  /** What the words did not say. */
  rest = $state<string | null>(null);
  busy = $state(false);
  #half: Draft | null = null;
  #kept = "";
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asked = 0;

  /** Something is not saved yet. */
  get changed(): boolean {
    return this.draft !== null && JSON.stringify(this.draft) !== this.#kept;
  }

  /** What is wrong with the address results are posted to; said at its field. */
  get addressProblem(): ApiError | null {
    const { problem, draft } = this;
    const there = draft?.target === "webhook" && problem?.params?.["field"] === "delivery.to";
    return there ? problem : null;
  }

  /** What is wrong with when it runs, in the preview or when it was saved; said at its fields. */
  get whenProblem(): ApiError | null {
    if (this.scheduleProblem) return this.scheduleProblem;
    const field = this.problem?.params?.["field"];
    const there = typeof field === "string" && /^schedule\b/.test(field);
    return there ? this.problem : null;
  }

  /** What stands at no field. */
  get otherProblem(): ApiError | null {
    const { problem } = this;
    return problem && problem !== this.addressProblem && problem !== this.whenProblem
      ? problem
      : null;
  }

  /** Opens a job that is there. */
  open(row: JobRow, zone: string): void {
    this.#begin(draftOf(row, zone));
    this.#kept = JSON.stringify(this.draft);
  }

  /** Opens a new one, or the one that was left half written. */
  fresh(zone: string, target: string): void {
    this.#begin(this.#half ?? newDraft(zone, target));
    this.#half = null;
  }

  /** A new job somebody wrote in is kept for the next `fresh`. */
  close(): void {
    if (this.draft?.id === null && this.draft.text.trim()) this.#half = this.draft;
    this.draft = null;
    this.#asked += 1;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Changes fields; the preview follows. */
  set(change: Partial<Draft>): void {
    if (!this.draft) return;
    Object.assign(this.draft, change);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), PAUSE);
  }

  setWhen(change: Partial<When>): void {
    if (this.draft?.when) this.set(withWhen(this.draft, { ...this.draft.when, ...change }));
  }

  /** An expression somebody wrote moves the parts. */
  setExpression(expression: string): void {
    if (this.draft?.when) this.set({ when: withExpression(this.draft.when, expression) });
  }

  /** A sentence fills a new job; false = it says no time. */
  async say(text: string, zone: string, target: string): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    try {
      const { draft: found, rest } = await connection.rpc("cron.parse", { text });
      const when = found && whenOf(found.schedule, found.zone || zone);
      if (!when) {
        this.rest = rest || text;
        return false;
      }
      this.rest = null;
      this.#begin({ ...newDraft(zone, target), when, text: rest, name: rest });
      return true;
    } catch (thrown) {
      this.problem = asApiError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Asks what the schedule does. */
  async look(): Promise<void> {
    const { draft } = this;
    if (!draft?.when) return;
    const asked = ++this.#asked;
    const bounded = draft.startAt !== null || draft.endAt !== null;
    const job = draft.text.trim() || bounded ? { job: made(recordOf(draft)) } : {};
    try {
      const wanted = { ...whenRequest(draft.when), ...job, count: RUNS };
      const found = await connection.rpc("cron.preview", wanted);
      if (asked !== this.#asked) return;
      this.preview = found;
      this.scheduleProblem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.scheduleProblem = asApiError(thrown);
    }
  }

  /** Keeps it; the job's id if the gateway took it. */
  async save(): Promise<string | null> {
    const { draft } = this;
    if (!draft) return null;
    this.busy = true;
    this.problem = null;
    try {
      const record = recordOf(draft);
      // A schedule nobody touched stays to the letter: an anchor, a stagger.
      const touched = JSON.stringify(draft.when) !== JSON.stringify(this.#before()?.when);
      const when = draft.when && touched ? { when: whenRequest(draft.when) } : {};
      const { job, undo } =
        draft.id === null
          ? await connection.change("cron.add", { job: made(record), ...when })
          : await connection.change("cron.edit", { id: draft.id, job: record, ...when });
      undoBar.show(undo);
      jobs.refresh();
      Object.assign(draft, { id: job.id, name: job.name });
      this.#kept = JSON.stringify(draft);
      return job.id;
    } catch (thrown) {
      this.problem = asApiError(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }

  #before(): Draft | null {
    return this.#kept ? (JSON.parse(this.#kept) as Draft) : null;
  }

  #begin(draft: Draft): void {
    this.draft = draft;
    this.#kept = "";
    this.preview = null;
    this.scheduleProblem = null;
    this.problem = null;
    void this.look();
  }
}

export const editor = new JobEditor();
