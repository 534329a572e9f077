//! What the scripted gateway says happened, and what it cost.
import type { ActivityList } from "$lib/bindings/ActivityList";
import type { ActivityRow } from "$lib/bindings/ActivityRow";
import type { Spending } from "$lib/bindings/Spending";
import type { SpendingRow } from "$lib/bindings/SpendingRow";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CENT = 10_000_000;
const MISSED = new Set(["failed", "missed", "skipped", "refused"]);
const MESSAGES = new Set(["turn", "message", "delivery"]);

export class FakeActivity {
  rows: ActivityRow[];
  #now: number;

  constructor(now: number, recorded: readonly ActivityRow[], empty: boolean) {
    this.#now = now;
    this.rows = empty ? [] : [...story(now), ...recorded].sort((one, other) => other.at - one.at);
  }

  list({ before, limit, part, text, beats }: ActivityList) {
    const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const from = this.rows.findIndex(({ id }) => id === before) + 1;
    const found = this.rows.slice(from).filter((row) => {
      const missed = MISSED.has(row.outcome);
      if (!beats && (row.outcome === "ok" || row.code === "asleep")) return false;
      if (part === "happened" && missed) return false;
      if (part === "missed" && !missed) return false;
      if (part === "messages" && !MESSAGES.has(row.kind) && row.outcome !== "said") return false;
      const says = `${row.text} ${row.reason ?? ""} ${row.said ?? ""}`.toLowerCase();
      return words.every((word) => says.includes(word));
    });
    const most = limit ?? 50;
    return { activity: found.slice(0, most), more: found.length > most };
  }

  /** What was undone can't be undone again. */
  undo(id: string | undefined): void {
    this.rows = this.rows.map((row) => (row.undo?.id === id ? { ...row, undo: null } : row));
  }

  /** By day. */
  spending(days: number, shape: Spending): Spending {
    const zone = shape.zone;
    const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    const rows = this.rows.length === 0 ? [] : Array.from({ length: days }, (_, nth) => nth);
    const spent = rows.map((nth): SpendingRow => {
      const back = days - 1 - nth;
      const causes = [
        { cause: "chat", cost: (18 + ((back * 17) % 41)) * CENT },
        { cause: "heartbeat", cost: (back === 0 ? 11 : 25) * CENT },
        { cause: "job", cost: (9 + ((back * 5) % 12)) * CENT },
        { cause: "compaction", cost: back % 3 === 0 ? 2.1 * CENT : 0 },
      ].filter(({ cost }) => cost > 0);
      const cost = causes.reduce((sum, one) => sum + one.cost, 0);
      return { ...shape.total, key: date.format(this.#now - back * DAY), cost, causes };
    });
    const cost = spent.reduce((sum, row) => sum + row.cost, 0);
    const from = this.#now - (days - 1) * DAY;
    const whole = { ...shape.total, cost };
    return { ...shape, by: "day", from, until: this.#now + 1, rows: spent, total: whole };
  }
}

function story(now: number): ActivityRow[] {
  let nth = 0;
  const row = (
    ago: number,
    kind: string,
    outcome: string,
    text: string,
    more: Partial<ActivityRow> = {},
  ): ActivityRow => ({
    id: `story-${++nth}`,
    at: now - ago,
    kind,
    outcome,
    text,
    reference: null,
    reason: null,
    code: null,
    detail: null,
    undo: null,
    ...more,
  });
  const until = now + HOUR;
  const undo = (label: string) => ({ undo: { id: `undo-${nth + 1}`, label, expiresAt: until } });
  const ok = (ago: number) =>
    row(ago, "heartbeat", "ok", "A check-in found nothing to report", { cost: 0.8 * CENT });
  const asleep = (ago: number) =>
    row(ago, "heartbeat", "skipped", "A check-in did not happen", {
      reason: "The computer was asleep.",
      code: "asleep",
    });
  return [
    ok(6 * MINUTE),
    row(36 * MINUTE, "heartbeat", "said", "A check-in had something to say", {
      said: "Parcel from Norrland Ved arrives on **Friday**.",
      cost: 0.9 * CENT,
    }),
    ...[62, 92, 122, 152, 182, 212].map((minutes) => ok(minutes * MINUTE)),
    row(146 * MINUTE, "pairing", "approved", "Erik Nyman may write to your agent", {
      ...undo("Take Erik Nyman off the list"),
    }),
    row(
      160 * MINUTE,
      "compaction",
      "done",
      "A conversation was shortened: 71k → 19k tokens",
      undo("Bring the conversation back as it was"),
    ),
    row(4 * HOUR, "job", "done", "“Inbox sweep” ran", { cost: 1.6 * CENT }),
    row(5 * HOUR, "delivery", "refused", "A message for Telegram was refused", {
      reason: "Telegram says this chat no longer exists.",
      code: "channel-chat-gone",
    }),
    row(6.3 * HOUR, "job", "done", "“Morning brief” ran", { cost: 4.1 * CENT }),
    asleep(6.6 * HOUR),
    asleep(7.1 * HOUR),
    ok(15.6 * HOUR),
    row(18 * HOUR, "job", "quiet", "“Inbox sweep” ran and had nothing to say", {
      cost: 1.5 * CENT,
    }),
    row(20 * HOUR, "turn", "done", "A message was answered", { cost: 2 * CENT }),
    row(22 * HOUR, "job", "missed", "“Water the plants” did not run", {
      reason: "The computer was off.",
      code: "asleep",
    }),
    ...Array.from({ length: 90 }, (_, one) =>
      row(30 * HOUR + one * HOUR, "turn", "done", "A message was answered", { cost: 2 * CENT }),
    ),
  ];
}
