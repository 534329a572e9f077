//! What became of a job, told apart: how its run went, and where what it said went. Pure.
import type { JobDelivery } from "$lib/bindings/JobDelivery";
import type { JobHappened } from "$lib/bindings/JobHappened";
import type { JobRow } from "$lib/bindings/JobRow";
import type { Language } from "$lib/bindings/Language";
import type { StateName } from "$lib/components/StateIcon.svelte";
import { t, type WordKey } from "$lib/words/words.svelte";
import { sentences } from "./beats";
import { duration, money } from "./format";
import type { Draft } from "./job-draft";

/** How the run went, how long it took and what it cost. */
export function runSays(row: JobHappened, language: Language): string {
  const took =
    row.startedAt !== null && row.endedAt !== null
      ? duration(row.endedAt - row.startedAt, language)
      : "";
  const parts = [
    took && t("plan-run-took", { took }),
    row.cost ? t("plan-run-cost", { cost: money(row.cost, language) }) : "",
    (row.attempt ?? 1) > 1 ? t("plan-run-attempt", { count: row.attempt ?? 1 }) : "",
    row.byHand ? t("plan-run-by-hand") : "",
  ];
  return sentences(parts, language);
}

export interface DeliveryLine {
  id: string;
  state: StateName;
  /** What is known and where it went. */
  text: string;
  /** The channel's own message id, or why it did not arrive. */
  detail: string | null;
  /** It can be sent again. */
  again: boolean;
}

/** What a run sent, part by part. */
export function deliveryLines(row: JobHappened): DeliveryLine[] {
  return row.deliveries.map((delivery) => {
    const [state, word] = STATES[delivery.state] ?? UNKNOWN;
    return {
      id: delivery.id,
      state,
      text: t(word, { where: placeOf(delivery) }),
      detail: delivery.receipt ? t("plan-receipt", { receipt: delivery.receipt }) : delivery.error,
      again: delivery.state === "refused" || delivery.state === "unknown",
    };
  });
}

const UNKNOWN = ["unknown", "plan-part-unknown"] as const;
const STATES: Record<string, readonly [StateName, WordKey]> = {
  pending: ["waiting", "plan-part-waiting"],
  attempting: ["running", "plan-part-waiting"],
  sent: ["done", "plan-part-sent"],
  unknown: UNKNOWN,
  refused: ["failed", "plan-part-refused"],
  expired: ["skipped", "plan-part-expired"],
};

function placeOf({ channel, peer }: JobDelivery): string {
  if (channel === "telegram") return t("plan-target-telegram", { id: peer });
  if (channel === "desktop") return t("plan-target-desktop");
  return channel === "webhook" ? t("plan-target-webhook") : channel;
}

export interface TargetState {
  state: StateName;
  word: WordKey;
  /** What to do about it. */
  says: WordKey | null;
}

/** Whether something ever arrived where a job sends to; null = nothing is known or sent. */
export function targetState(
  draft: Draft,
  row: JobRow | null,
  tested: string | null,
): TargetState | null {
  if (draft.target === "none" || draft.target === "kept") return null;
  if (tested === draft.target && row?.needsTest) {
    return { state: "waiting", word: "plan-test-sent", says: "plan-test-sent-says" };
  }
  if (row?.needsTest) {
    return { state: "waiting", word: "plan-test-needed", says: "plan-needs-test-why" };
  }
  if (tested === draft.target) return { state: "done", word: "plan-test-reached", says: null };
  return null;
}

export const FILTERS = ["all", "asks", "reminds", "off", "trouble"] as const;
export type Filter = (typeof FILTERS)[number];

/** The jobs that are meant by a name and a kind. */
export function filtered(rows: readonly JobRow[], search: string, filter: Filter): JobRow[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter(
    (row) => (wanted === "" || row.name.toLowerCase().includes(wanted)) && FITS[filter](row),
  );
}

const FITS: Record<Filter, (row: JobRow) => boolean> = {
  all: () => true,
  asks: ({ kind }) => kind !== "notify",
  reminds: ({ kind }) => kind === "notify",
  off: ({ enabled, hold }) => !enabled || hold !== null,
  trouble: ({ canRun, needsTest, last }) =>
    !canRun ||
    needsTest ||
    last?.delivery === "failed" ||
    last?.delivery === "unknown" ||
    ["failed", "interrupted", "missed", "unknown"].includes(last?.state ?? ""),
};
