import { describe, expect, it } from "vitest";
import type { CommandRow } from "$lib/bindings/CommandRow";
import type { JobRow } from "$lib/bindings/JobRow";
import type { SessionRow } from "$lib/bindings/SessionRow";
import { gotoFound, gotoItems } from "./goto";

const session = (key: string, kind: string, label: string | null) =>
  ({ key, kind, label, sessionId: key, archivedAt: null }) as SessionRow;
const job = (name: string) => ({ id: name, name, description: "every weekday at 09:00" }) as JobRow;
const command = (name: string, about: string, aliases: string[] = []): CommandRow => ({
  name,
  aliases,
  usage: "",
  about,
});

const items = gotoItems({
  sessions: [
    session("agent:main:main", "main", null),
    session("agent:main:telegram:group:-1", "group", "Studio Lind"),
  ],
  jobs: [job("Morning brief"), job("Water the plants")],
  files: [{ path: "TODO.md" }, { path: "memory/2027-03-11.md" }],
  commands: [command("compact", "shorten this"), command("help", "what you read", ["start"])],
  name: "Wren",
});

describe("going to anything", () => {
  const check = (query: string, expected: string[]) =>
    expect(gotoFound(items, query).map(({ id }) => id)).toEqual(expected);

  it("finds names by their beginning first, then by words in them, then by what stands beside", () => {
    check("stud", ["talk/agent:main:telegram:group:-1"]);
    check("brief", ["job/Morning brief"]);
    check("notes", ["place/notes", "note/TODO.md"]);
    check("weekday", ["job/Morning brief", "job/Water the plants"]);
    check("MORNING b", ["job/Morning brief"]);
    check("start", ["command/help"]);
    check("zebra", []);
  });

  it("takes a slash for a command", () => {
    check("/comp", ["command/compact"]);
    check("comp", ["command/compact"]);
  });

  it("knows a note by its plain name and by its file", () => {
    check("todo.md", ["note/TODO.md"]);
    check("2027-03-11", ["note/memory/2027-03-11.md"]);
  });

  it("begins with every place and what was used last, without commands", () => {
    const found = gotoFound(items, " ");
    expect(found.slice(0, 8).every(({ group }) => group === "places")).toBe(true);
    expect(found.map(({ id }) => id)).toContain("talk/agent:main:main");
    expect(found.some(({ group }) => group === "commands")).toBe(false);
  });
});
