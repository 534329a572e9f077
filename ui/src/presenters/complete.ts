//! Slash commands that complete what is being typed. Pure.
import type { CommandRow } from "$lib/bindings/CommandRow";

/** Commands whose name, or another of their names, begins like the draft; in the order of the help. */
export function completions(commands: readonly CommandRow[], draft: string): CommandRow[] {
  const typed = /^\/([a-z0-9_]*)$/i.exec(draft)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  const begins = (name: string) => name.startsWith(typed);
  const byName = commands.filter(({ name }) => begins(name));
  const byOther = commands.filter((row) => !byName.includes(row) && row.aliases.some(begins));
  return [...byName, ...byOther];
}

/** The draft once a command is taken; what takes words leaves room for them. */
export function completed({ name, usage }: CommandRow): string {
  return usage ? `/${name} ` : `/${name}`;
}

/** Whether the draft says all there is to say of this command: Enter sends it. */
export function isWhole(row: CommandRow, draft: string): boolean {
  const typed = draft.slice(1).toLowerCase();
  return typed === row.name || row.aliases.includes(typed);
}
