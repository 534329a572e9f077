//! The runs of the week that is shown, as the gateway plans them.
import type { CronPreview } from "$lib/bindings/CronPreview";
import type { JobRow } from "$lib/bindings/JobRow";
import { MOST_A_WEEK, type Planned } from "$lib/presenters/week";
import { connection } from "./connection.svelte";

const WEEK = 7 * 86_400_000;
/** A day more than a week, for zones that are ahead. */
const ROUND = 86_400_000;

class WeekRuns {
  planned = $state.raw<Planned[] | null>(null);
  #asked = 0;

  /** Asks for the runs behind `from` (ms); a job that can't be looked at is left out. */
  async show(rows: readonly JobRow[], from: number): Promise<void> {
    const asked = ++this.#asked;
    const found = await Promise.all(rows.map((row) => this.#of(row, from)));
    if (asked === this.#asked) this.planned = found.filter((planned) => planned !== null);
  }

  async #of(row: JobRow, from: number): Promise<Planned | null> {
    if (!row.enabled || !row.canRun) return null;
    const job = { id: row.id, name: row.name, asks: row.kind !== "notify" };
    const end = from + WEEK + ROUND;
    const made = Number(row.definition["createdAtMs"] ?? 0);
    const asked = wanted(row);
    try {
      // A span counts from its anchor, which only the job itself knows.
      const runs = asked
        ? (
            await connection.rpc("cron.preview", {
              ...asked,
              from: new Date(from - 1).toISOString(),
              count: MOST_A_WEEK,
            })
          ).runs
        : [row.nextAt ?? 0];
      return { ...job, runs: runs.filter((at) => at >= Math.max(from, made) && at < end) };
    } catch {
      return null;
    }
  }
}

function wanted({ definition, zone }: JobRow): CronPreview | null {
  const schedule = (definition["schedule"] ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof schedule[name] === "string" ? schedule[name] : "");
  const own = (definition["cove"] ?? {}) as Record<string, unknown>;
  const bound = (name: string) => {
    const at = own[name];
    return typeof at === "number" ? new Date(at).toISOString() : null;
  };
  const [startAt, endAt] = [bound("startAt"), bound("endAt")];
  const rest = {
    ...(zone ? { tz: zone } : {}),
    ...(startAt ? { startAt } : {}),
    ...(endAt ? { endAt } : {}),
  };
  if (schedule["kind"] === "cron") return { cron: text("expr"), ...rest };
  if (schedule["kind"] === "rrule") return { rrule: text("rrule"), ...rest };
  return null;
}

export const week = new WeekRuns();
