//! All conversations as a list: those in use, their earlier stretches, runs of jobs, the archive.
//! Pure: figures and findings are the gateway's.
import type { FindingRow } from "$lib/bindings/FindingRow";
import type { Language } from "$lib/bindings/Language";
import type { PastSession } from "$lib/bindings/PastSession";
import type { SessionRow } from "$lib/bindings/SessionRow";
import { t, type WordKey } from "$lib/words/words.svelte";
import { clockTime, dayOf } from "./format";

export type TalkKind = "main" | "direct" | "group" | "cron" | "other" | "past";
export type Tone = "plain" | "needs" | "failed";
export type TalkPart = "all" | "talks" | "runs" | "archive";

export interface TalkItem {
  /** Its session id. */
  id: string;
  key: string;
  kind: TalkKind;
  archived: boolean;
  name: string;
  /** Where from, and what kind. */
  says: string;
  at: number;
  when: string;
  /** Of the mark where compaction starts; null = it is not measured any more. */
  percent: number | null;
  tone: Tone;
  /** The worst a check found about it. */
  finding: FindingRow | null;
}

export interface TalkGroup {
  key: "today" | "earlier" | "archive";
  word: WordKey;
  items: TalkItem[];
}

/** A conversation's earlier stretches. */
export interface Past {
  key: string;
  sessions: readonly PastSession[];
}

/** From here on, % of the meter (ui-guide §8). */
const GETTING_FULL = 80;
const NEARLY_FULL = 95;

const KINDS: Record<string, WordKey> = {
  main: "talk-kind-main",
  direct: "talk-kind-direct",
  group: "talk-kind-group",
  cron: "talk-kind-run",
};

/** What a conversation is called. */
export function talkName({ kind, label, key }: Pick<SessionRow, "kind" | "label" | "key">): string {
  if (kind === "main") return t("window-conversation-main");
  return label ?? key.split(":").slice(2).join(":");
}

export function talkGroups(
  sessions: readonly SessionRow[],
  past: readonly Past[],
  findings: readonly FindingRow[],
  part: TalkPart,
  now: number,
  language: Language,
): TalkGroup[] {
  const current = sessions.map((row) => item(row, findings, now, language));
  const names = new Map(sessions.map((row) => [row.key, talkName(row)]));
  const former = past.flatMap(({ key, sessions: held }) =>
    held
      .filter((one) => !one.current)
      .map((one) => pastItem(one, key, names.get(key) ?? key, findings, now, language)),
  );
  const shown = [...current, ...former]
    .filter((one) => belongs(one, part))
    .sort((one, other) => other.at - one.at);
  const group = (key: TalkGroup["key"], word: WordKey, items: TalkItem[]) => ({ key, word, items });
  const today = (one: TalkItem) => dayOf(one.at) === dayOf(now) && one.kind !== "past";
  return [
    group(
      "today",
      "window-today",
      shown.filter((one) => !one.archived && today(one)),
    ),
    group(
      "earlier",
      "talk-earlier",
      shown.filter((one) => !one.archived && !today(one)),
    ),
    group(
      "archive",
      "talk-archive",
      shown.filter((one) => one.archived),
    ),
  ].filter(({ items }) => items.length > 0);
}

function belongs({ kind, archived }: TalkItem, part: TalkPart): boolean {
  if (part === "archive") return archived;
  if (part === "runs") return kind === "cron";
  if (part === "talks") return kind !== "cron" && !archived;
  return true;
}

function item(
  row: SessionRow,
  findings: readonly FindingRow[],
  now: number,
  language: Language,
): TalkItem {
  const kind = row.kind in KINDS ? (row.kind as TalkKind) : "other";
  const { percent } = row.meter;
  const full = percent >= NEARLY_FULL ? "failed" : percent >= GETTING_FULL ? "needs" : "plain";
  const kindWord = KINDS[row.kind];
  const from = row.lastChannel ? channelName(row.lastChannel) : "";
  return {
    id: row.sessionId,
    key: row.key,
    kind,
    archived: row.archivedAt !== null,
    name: talkName(row),
    says: [from, kindWord ? t(kindWord) : ""].filter(Boolean).join(" · "),
    at: row.updatedAt,
    when: whenShort(row.updatedAt, now, language),
    percent,
    tone: full,
    finding: findingOf(findings, row.key, row.sessionId),
  };
}

const ENDS: Record<string, WordKey> = {
  new: "talk-ended-new",
  daily: "talk-ended-daily",
  idle: "talk-ended-idle",
};

function pastItem(
  one: PastSession,
  key: string,
  name: string,
  findings: readonly FindingRow[],
  now: number,
  language: Language,
): TalkItem {
  const ended = ENDS[one.endedBy ?? ""];
  const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
  return {
    id: one.sessionId,
    key,
    kind: "past",
    archived: false,
    name: t("talk-past", { name, date: date.format(one.endedAt) }),
    says: [ended ? t(ended) : "", one.firstWords].filter(Boolean).join(" · "),
    at: one.endedAt,
    when: whenShort(one.endedAt, now, language),
    percent: null,
    tone: "plain",
    finding: findingOf(findings, null, one.sessionId),
  };
}

/** The worst a check found about a conversation; findings come worst first. */
function findingOf(
  findings: readonly FindingRow[],
  key: string | null,
  sessionId: string,
): FindingRow | null {
  const about = ({ subject }: FindingRow) =>
    subject === key || (sessionId !== "" && subject.includes(`sessions/${sessionId}`));
  return findings.find(about) ?? null;
}

/** A channel as people call it. */
export function channelName(channel: string): string {
  if (channel === "desktop") return t("window-here");
  if (channel === "cli") return t("talk-from-cli");
  return channel.charAt(0).toUpperCase() + channel.slice(1);
}

/** The time today, else the day. */
function whenShort(at: number, now: number, language: Language): string {
  if (dayOf(at) === dayOf(now)) return clockTime(at, language);
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : YEAR;
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...year }).format(at);
}

const YEAR = { year: "numeric" } as const;

/** The note a finding is about, as Notes names it; null where it is none of the agent's own. */
export function noteOf({ code, subject }: FindingRow): string | null {
  const FOLDER = "workspace/";
  const about = code === "secret-in-note" || code === "file-cut";
  return about && subject.startsWith(FOLDER) ? subject.slice(FOLDER.length) : null;
}
