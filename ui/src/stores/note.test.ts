import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AboutText } from "$lib/bindings/AboutText";
import type { ApiError } from "$lib/bindings/ApiError";
import { CARRIER_LOST, usePlatform } from "$lib/platform";
import { FakeGateway } from "$lib/platform/fake/gateway";
import { conversation } from "$lib/platform/fake/scenes";
import { Connection } from "./connection.svelte";
import { Note } from "./note.svelte";
import { Drafts } from "./note-drafts";

let gateway: FakeGateway;
let line: Connection;
let note: Note;
const drafts = new Drafts(() => localStorage);

const writes = () => gateway.calls.filter(({ method }) => method === "workspace.write");
const sent = (nth: number) => writes()[nth]?.params as { text: string; base: string; stay: string };
const problem = (code: string): ApiError => ({ code, message: "No.", params: {} });

/** Takes every edit as it comes, as an editor nobody types in does. */
function surface() {
  const taken: string[] = [];
  note.show({
    sent: () => undefined,
    take: (_sent: string, text: string, _about: AboutText) => {
      taken.push(text);
      return text;
    },
  });
  return taken;
}

beforeEach(async () => {
  vi.useRealTimers();
  localStorage.clear();
  gateway = new FakeGateway(conversation());
  gateway.notes.put("TODO.md", "- tea\n");
  usePlatform(gateway);
  line = new Connection();
  note = new Note(line, drafts);
  await line.start();
  await note.open("TODO.md");
});

describe("the open note", () => {
  it("saves by itself, from the state it was read in, and says when it is saved", async () => {
    vi.useFakeTimers();
    const before = gateway.notes.read("TODO.md").hash;
    note.edited("- tea\n- milk\n");
    expect(note.saved).toBe("writing");
    await vi.advanceTimersByTimeAsync(500);
    expect(writes()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent(0)).toMatchObject({ text: "- tea\n- milk\n", base: before });
    expect(note.saved).toBe("saved");
  });

  it("does not wait for ever while somebody goes on writing", async () => {
    vi.useFakeTimers();
    for (let nth = 0; nth < 20; nth += 1) {
      note.edited(`- tea ${nth}\n`);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(writes().length).toBeGreaterThan(0);
  });

  it("writes one stay under one name, and another after it was left", async () => {
    note.edited("a\n");
    await note.save();
    note.edited("b\n");
    await note.save();
    note.leave();
    note.edited("c\n");
    await note.save();
    expect(sent(0).stay).toBe(sent(1).stay);
    expect(sent(2).stay).not.toBe(sent(0).stay);
  });

  it("hands others' edits to the editor and goes on from there", async () => {
    const taken = surface();
    gateway.notes.put("TODO.md", "- tea\n- bread\n");
    gateway.tell({ kind: "changed", what: "files", reference: "TODO.md" });
    await vi.waitFor(() => expect(taken).toEqual(["- tea\n- bread\n"]));
    expect(note.merges).toBe(1);
    note.edited("- tea\n- bread\n- milk\n");
    await note.save();
    expect(sent(0).base).toBe("TODO.md#2");
  });

  it("saves what is written first when others wrote", async () => {
    surface();
    note.edited("- tea\n- milk\n");
    gateway.tell({ kind: "changed", what: "files", reference: "TODO.md" });
    await vi.waitFor(() => expect(writes()).toHaveLength(1));
  });

  it("keeps the line ends of the file", async () => {
    gateway.notes.put("b.md", "one\r\ntwo\r\n");
    await note.open("b.md");
    expect(note.text).toBe("one\ntwo\n");
    note.edited("one\n2\n");
    await note.save();
    expect(sent(0).text).toBe("one\r\n2\r\n");
  });

  it("keeps what could not be sent on this computer, and sends it when the line is back", async () => {
    gateway.failures.set("workspace.write", problem(CARRIER_LOST));
    note.edited("- tea\n- milk\n");
    await note.save();
    expect(note.saved).toBe("kept");
    expect(drafts.of("TODO.md")?.text).toBe("- tea\n- milk\n");
    gateway.failures.clear();
    await line.start();
    await vi.waitFor(() => expect(note.saved).toBe("saved"));
    expect(gateway.notes.texts.get("TODO.md")).toBe("- tea\n- milk\n");
    expect(drafts.of("TODO.md")).toBeNull();
  });

  it("goes on after an end with what was never sent, from the state it started from", async () => {
    drafts.keep("MEMORY.md", { text: "mine\n", base: "older" });
    await note.open("MEMORY.md");
    expect(note.text).toBe("mine\n");
    await vi.waitFor(() => expect(writes()).toHaveLength(1));
    expect(sent(0)).toMatchObject({ text: "mine\n", base: "older" });
    await vi.waitFor(() => expect(drafts.of("MEMORY.md")).toBeNull());
  });

  it("sends what other notes still hold when the line is back", async () => {
    drafts.keep("MEMORY.md", { text: "mine\n", base: "older" });
    gateway.restart();
    await vi.waitFor(() => expect(gateway.notes.texts.get("MEMORY.md")).toBe("mine\n"));
  });

  it("says when it could not be saved, and tries again when asked", async () => {
    gateway.failures.set("workspace.write", problem("file-io"));
    note.edited("- milk\n");
    await note.save();
    expect([note.saved, note.problem?.code]).toEqual(["failed", "file-io"]);
    gateway.failures.clear();
    await note.again();
    expect([note.saved, note.problem]).toEqual(["saved", null]);
  });

  it("leaves nothing of a note that could not be sent in the next one", async () => {
    gateway.failures.set("workspace.write", problem(CARRIER_LOST));
    note.edited("- milk\n");
    await note.open("MEMORY.md");
    expect([note.saved, note.text.includes("milk")]).toEqual(["saved", false]);
    gateway.failures.clear();
    await note.save();
    expect(gateway.notes.texts.get("MEMORY.md")).toContain("# Memory");
    await line.start();
    gateway.restart();
    await vi.waitFor(() => expect(gateway.notes.texts.get("TODO.md")).toBe("- milk\n"));
  });

  it("saves the note before when another is opened", async () => {
    note.edited("- milk\n");
    await note.open("MEMORY.md");
    expect(gateway.notes.texts.get("TODO.md")).toBe("- milk\n");
    expect(note.path).toBe("MEMORY.md");
    expect(note.text).toContain("# Memory");
  });
});
