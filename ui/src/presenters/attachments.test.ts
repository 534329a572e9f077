import { describe, expect, it } from "vitest";
import { Attachments } from "$lib/stores/attachments.svelte";
import { withEvent, emptyChat, withSending } from "$lib/stores/chat-state";
import { spoken, withWords } from "./attachments";

const LINES =
  "[media attached: inbox/2027-03-11/a (2).png (image/png)]\n[media attached: inbox/2027-03-11/b.pdf (application/pdf)]";

describe("files with a message", () => {
  it("stand behind the words, in their order", () => {
    const { words, files } = spoken(`Look at\n\nthese\n\n${LINES}`);
    expect(words).toBe("Look at\n\nthese");
    expect(files.map(({ name, mime }) => [name, mime])).toEqual([
      ["a (2).png", "image/png"],
      ["b.pdf", "application/pdf"],
    ]);
    expect(spoken(LINES).words).toBe("");
  });

  it("are none where the words only look like it", () => {
    const text = `${LINES}\nand that was it`;
    expect(spoken(text)).toEqual({ words: text, files: [] });
    expect(spoken("Two lines\n\n")).toEqual({ words: "Two lines\n\n", files: [] });
  });

  it("stay when the words are changed", () => {
    expect(withWords(`Look\n\n${LINES}`, "See")).toBe(`See\n\n${LINES}`);
    expect(withWords(`Look\n\n${LINES}`, "")).toBe(LINES);
    expect(withWords("Look", "See")).toBe("See");
  });

  it("are read, taken away and taken along; what is too large says so", async () => {
    const held = new Attachments();
    await held.add([new File(["milk"], "list.txt", { type: "text/plain" }), new File([], "x")]);
    expect(held.files.map(({ name, mime, data }) => [name, mime, data])).toEqual([
      ["list.txt", "text/plain", "bWlsaw=="],
      ["x", "application/octet-stream", ""],
    ]);
    held.remove(held.files[1]?.id ?? "");
    const large = { name: "film.mov", size: 6 * 1024 * 1024 } as File;
    await held.add([large]);
    expect(held.problem).toContain("“film.mov” is too large: 5 MB");
    expect(held.take()).toEqual([{ name: "list.txt", mime: "text/plain", data: "bWlsaw==" }]);
    expect(held.files).toEqual([]);
  });

  it("say that a file could not be read", async () => {
    const held = new Attachments();
    const gone = {
      name: "gone.txt",
      size: 1,
      arrayBuffer: () => Promise.reject(new Error("gone")),
    };
    await held.add([gone as unknown as File]);
    expect(held.problem).toBe("“gone.txt” could not be read.");
  });

  it("do not make two of one message when it comes back with their names", () => {
    const file = { name: "b.pdf", mime: "application/pdf", data: "" };
    const state = { ...emptyChat("k"), loaded: true };
    const sending = withSending(state, "r1", "Look", 1, null, [file]);
    const message = {
      inboxId: "desktop:r1",
      text: `Look\n\n${LINES}`,
      at: 2,
      channel: "desktop",
      insteadOf: null,
    };
    const happening = { kind: "messageWaiting" as const, sessionKey: "k", message };
    const { outgoing } = withEvent(sending, { epoch: "", seq: 1, happening });
    expect(outgoing).toHaveLength(1);
    expect(outgoing[0]).toMatchObject({ state: "waiting", text: message.text, files: [] });
  });
});
