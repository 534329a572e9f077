//! Everything a person can go to by name: places, conversations, jobs, notes, commands. Pure: what
//! going there means is data.
import type { CommandRow } from "$lib/bindings/CommandRow";
import type { JobRow } from "$lib/bindings/JobRow";
import type { SessionRow } from "$lib/bindings/SessionRow";
import type { Place, SettingsPart } from "$lib/stores/place.svelte";
import { t, type WordKey } from "$lib/words/words.svelte";
import { noteFile } from "./notes-files";
import { talkName } from "./sessions-list";

export type Way =
  | { to: "place"; place: Place; part?: SettingsPart }
  | { to: "talk"; sessionId: string }
  | { to: "job"; id: string | null }
  | { to: "note"; path: string }
  | { to: "command"; command: CommandRow };

export type GotoGroup = "places" | "talks" | "jobs" | "notes" | "commands";

export interface GotoItem {
  id: string;
  group: GotoGroup;
  label: string;
  /** Beside the label: what it is, when it runs, what it does. */
  says: string;
  /** Other words it is found by. */
  also: string;
  way: Way;
}

export interface Sources {
  sessions: readonly SessionRow[];
  jobs: readonly JobRow[];
  files: readonly { path: string }[];
  commands: readonly CommandRow[];
  /** What the agent is called. */
  name: string;
}

const PLACES: readonly [place: Place, word: WordKey][] = [
  ["home", "home-place"],
  ["chat", "window-chat"],
  ["schedule", "plan-place"],
  ["heartbeat", "beats-place"],
  ["notes", "notes-place"],
  ["sessions", "talk-place"],
  ["activity", "act-place"],
  ["settings", "window-settings"],
];

/** In the order in which they are shown where nothing is typed. */
export function gotoItems({ sessions, jobs, files, commands, name }: Sources): GotoItem[] {
  const places = PLACES.map(([place, word]): GotoItem => ({
    id: `place/${place}`,
    group: "places",
    label: t(word),
    says: "",
    also: place,
    way: { to: "place", place },
  }));
  const talks = sessions.map((row): GotoItem => ({
    id: `talk/${row.key}`,
    group: "talks",
    label: talkName(row),
    says: row.archivedAt === null ? "" : t("talk-archive"),
    also: row.key,
    way: { to: "talk", sessionId: row.sessionId },
  }));
  const fresh: GotoItem = {
    id: "job/new",
    group: "jobs",
    label: t("plan-new"),
    says: "",
    also: "new job cron",
    way: { to: "job", id: null },
  };
  const named = jobs.map((row): GotoItem => ({
    id: `job/${row.id}`,
    group: "jobs",
    label: row.name,
    says: row.description,
    also: "",
    way: { to: "job", id: row.id },
  }));
  const notes = files.map(({ path }): GotoItem => {
    const { label } = noteFile(path, null);
    return {
      id: `note/${path}`,
      group: "notes",
      label: label ? t(label, { name }) : path,
      says: label ? path : "",
      also: path,
      way: { to: "note", path },
    };
  });
  const typed = commands.map((command): GotoItem => ({
    id: `command/${command.name}`,
    group: "commands",
    label: `/${command.name}`,
    says: command.about,
    also: command.aliases.join(" "),
    way: { to: "command", command },
  }));
  return [...places, ...talks, fresh, ...named, ...notes, ...typed];
}

/** Shown of each kind where nothing is typed, and at most in all. */
const FEW = 5;
const MOST = 40;

/** What the words mean, best first; where nothing is typed, places and what was used last. */
export function gotoFound(items: readonly GotoItem[], query: string): GotoItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const count = new Map<GotoGroup, number>();
    return items.filter(({ group }) => {
      const nth = (count.get(group) ?? 0) + 1;
      count.set(group, nth);
      return group === "places" || (group !== "commands" && nth <= FEW);
    });
  }
  const ranked = items.flatMap((item, nth) => {
    const rank = rankOf(item, words);
    return rank === null ? [] : [{ item, rank, nth }];
  });
  ranked.sort((one, other) => one.rank - other.rank || one.nth - other.nth);
  return ranked.slice(0, MOST).map(({ item }) => item);
}

/** 0 = the label begins so, 1 = a word of it does, 2 = it stands in it, 3 = beside it; null = nowhere. */
function rankOf({ label, says, also }: GotoItem, words: readonly string[]): number | null {
  const name = label.toLowerCase().replace(/^\//, "");
  const beside = `${says} ${also}`.toLowerCase();
  let worst = 0;
  for (const typed of words) {
    const word = typed.replace(/^\/(?=.)/, "");
    const rank = name.startsWith(word)
      ? 0
      : name.split(/[\s/:.,-]+/).some((part) => part.startsWith(word))
        ? 1
        : name.includes(word)
          ? 2
          : beside.includes(word)
            ? 3
            : null;
    if (rank === null) return null;
    worst = Math.max(worst, rank);
  }
  return worst;
}
