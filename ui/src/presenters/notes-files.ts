//! The agent's files as a person knows them: lists, who is who, days, and the rest. Pure.
import type { FileRow } from "$lib/bindings/FileRow";
import type { WordKey } from "$lib/words/words.svelte";

export type NoteIcon =
  "look" | "todo" | "memory" | "manner" | "you" | "rules" | "card" | "tools" | "day" | "file";

export interface NoteFile {
  path: string;
  /** What stands in the list; a path where no plain word is known. */
  label: WordKey | null;
  /** What stands over the text. */
  title: WordKey | null;
  icon: NoteIcon;
  /** About; null while the file does not exist. */
  tokens: number | null;
  /** Characters of it that the agent reads from the start; null where it reads all. */
  cutAt: number | null;
}

type Known = readonly [path: string, label: WordKey, title: WordKey, icon: NoteIcon];

const LISTS: readonly Known[] = [
  ["HEARTBEAT.md", "notes-heartbeat", "notes-heartbeat-title", "look"],
  ["TODO.md", "notes-todo", "notes-todo-title", "todo"],
  ["MEMORY.md", "notes-memory", "notes-memory-title", "memory"],
];
const WHO: readonly Known[] = [
  ["SOUL.md", "notes-soul", "notes-soul-title", "manner"],
  ["USER.md", "notes-user", "notes-user-title", "you"],
  ["AGENTS.md", "notes-agents", "notes-agents-title", "rules"],
  ["IDENTITY.md", "notes-identity", "notes-identity-title", "card"],
  ["TOOLS.md", "notes-tools", "notes-tools-title", "tools"],
];
const KNOWN = new Map([...LISTS, ...WHO].map((known) => [known[0], known]));
const DAY = /^memory\/(\d{4}-\d{2}-\d{2})\.md$/;

export interface NoteGroups {
  lists: NoteFile[];
  who: NoteFile[];
  /** `YYYY-MM-DD` of every day with a note. */
  days: Set<string>;
  other: NoteFile[];
}

/** The file of a day's note. */
export function dayPath(day: string): string {
  return `memory/${day}.md`;
}

/** The day of a note's file, or null. */
export function dayIn(path: string): string | null {
  return DAY.exec(path)?.[1] ?? null;
}

/** How a file is shown; `row` is null while it does not exist. */
export function noteFile(path: string, row: FileRow | null): NoteFile {
  const known = KNOWN.get(path);
  return {
    path,
    label: known?.[1] ?? null,
    title: known?.[2] ?? null,
    icon: known?.[3] ?? (dayIn(path) ? "day" : "file"),
    tokens: row?.tokens ?? null,
    cutAt: row?.cutAt ?? null,
  };
}

/** The files in the groups of the page. The known ones stand there even before they exist. */
export function groups(rows: readonly FileRow[]): NoteGroups {
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const known = (files: readonly Known[]) =>
    files.map(([path]) => noteFile(path, byPath.get(path) ?? null));
  const days = rows.map(({ path }) => dayIn(path)).filter((day) => day !== null);
  const other = rows.filter(
    ({ path }) => path.endsWith(".md") && !KNOWN.has(path) && dayIn(path) === null,
  );
  return {
    lists: known(LISTS),
    who: known(WHO),
    days: new Set(days),
    other: other.map((row) => noteFile(row.path, row)),
  };
}
