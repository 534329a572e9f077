import { describe, expect, it } from "vitest";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { ChatPage } from "$lib/bindings/ChatPage";
import type { Event } from "$lib/bindings/Event";
import type { Happening } from "$lib/bindings/Happening";
import type { TurnResult } from "$lib/bindings/TurnResult";
import {
  byteLength,
  emptyChat,
  placeOf,
  withEvent,
  withOlder,
  withPage,
  withSending,
  withSent,
  withText,
  withUnsent,
} from "./chat-state";

const KEY = "agent:main:main";
const SAID = {
  usage: null,
  cost: null,
  model: null,
  practice: false,
  usageLine: null,
  again: false,
  stopped: false,
  problem: null,
};

function message(id: string, turnId: string | null = null): ChatMessage {
  const more = { ...SAID, channel: null, tools: [] };
  return { ...more, id, turnId, speaker: "agent", at: 1, text: id };
}

function page(seq: number, messages: ChatMessage[] = [], rest: Partial<ChatPage> = {}): ChatPage {
  const empty = { older: null, running: null, waiting: [] };
  return { epoch: "e", seq, sessionKey: KEY, sessionId: "s", ...empty, messages, ...rest };
}

function event(seq: number, happening: Happening, epoch = "e"): Event {
  return { epoch, seq, happening };
}

const started = (turnId: string, inboxIds: string[]): Happening => ({
  kind: "turnStarted",
  sessionKey: KEY,
  turnId,
  inboxIds,
  at: 5,
});

const text = (turnId: string, offset: number, piece: string): Happening => ({
  kind: "turnText",
  sessionKey: KEY,
  turnId,
  offset,
  text: piece,
});

function ended(turnId: string, inboxIds: string[], result: Partial<TurnResult> = {}): Happening {
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const base: TurnResult = {
    outcome: "done",
    reply: "Yes.",
    sessionKey: KEY,
    sessionId: "s",
    turnId,
    usage,
    cost: 5,
    model: "a/b",
    practice: false,
    usageLine: null,
    problem: null,
  };
  return { kind: "turnEnded", sessionKey: KEY, turnId, inboxIds, result: { ...base, ...result } };
}

const waiting = (inboxId: string, words: string, channel = "desktop"): Happening => ({
  kind: "messageWaiting",
  sessionKey: KEY,
  message: { inboxId, text: words, at: 2, channel, insteadOf: null },
});

const loaded = (seq = 1) => withPage(emptyChat(), page(seq), []);

describe("the conversation's state", () => {
  it("takes the main conversation's key from the first page", () => {
    expect(loaded().sessionKey).toBe(KEY);
  });

  it("ignores events that the page already tells and those of another epoch", () => {
    const state = loaded(7);
    expect(withEvent(state, event(7, waiting("i", "x"))).outgoing).toEqual([]);
    expect(withEvent(state, event(9, waiting("i", "x"), "old")).outgoing).toEqual([]);
  });

  it("says again what happened while a page was on its way", () => {
    const since = [event(3, waiting("i1", "known")), event(5, waiting("i2", "new"))];
    const state = withPage(emptyChat(), page(4), since);
    expect(state.outgoing.map((row) => row.inboxId)).toEqual(["i2"]);
    expect(state.seq).toBe(5);
  });

  it("keeps older messages when the newest page comes again", () => {
    const first = withPage(
      emptyChat(),
      page(1, [message("c"), message("d")], { older: "c@9" }),
      [],
    );
    const more = withOlder(first, page(1, [message("a"), message("b")]));
    const again = withPage(more, page(2, [message("c"), message("d"), message("e")]), []);
    expect(again.messages.map(({ id }) => id)).toEqual(["a", "b", "c", "d", "e"]);
    expect(again.older).toBeNull();
  });

  it("shows a message once, whichever of event and answer comes first", () => {
    const sending = withSending(loaded(), "r1", "hi", 1);
    const byEvent = withSent(withEvent(sending, event(2, waiting("i1", "hi"))), "r1", "i1");
    const byAnswer = withEvent(withSent(sending, "r1", "i1"), event(2, waiting("i1", "hi")));
    for (const state of [byEvent, byAnswer]) {
      expect(state.outgoing.map(({ inboxId, state: s }) => [inboxId, s])).toEqual([
        ["i1", "waiting"],
      ]);
    }
  });

  it("adds nothing when the answer to send comes after the turn has begun", () => {
    const sending = withSending(loaded(), "r1", "hi", 1);
    const begun = withEvent(sending, event(2, started("t", ["i1"])));
    expect(withSent(begun, "r1", "i1").outgoing).toEqual([]);
  });

  it("keeps the words of a message that could not be sent, with the reason", () => {
    const problem = { code: "x", message: "No.", params: {} };
    const state = withUnsent(withSending(loaded(), "r1", "hi", 1), "r1", problem);
    expect(state.outgoing[0]).toMatchObject({ text: "hi", state: "unsent", problem });
    expect(withPage(state, page(9), []).outgoing).toHaveLength(1);
  });

  it("joins pieces by their byte offsets, also of Chinese", () => {
    let state = withEvent(loaded(), event(2, started("t", [])));
    state = withEvent(state, event(2, text("t", 0, "你好")));
    state = withEvent(state, event(2, text("t", 6, ", Anna")));
    expect(state.running).toMatchObject({ text: "你好, Anna", bytes: 12, gap: false });
  });

  it("takes only what is new of a piece that overlaps", () => {
    let state = withEvent(loaded(), event(2, started("t", [])));
    state = withText(state, "t", 0, "Hello");
    state = withText(state, "t", 3, "lo you");
    state = withText(state, "t", 0, "Hel");
    expect(state.running?.text).toBe("Hello you");
  });

  it("marks a gap instead of joining what does not belong together", () => {
    let state = withEvent(loaded(), event(2, started("t", [])));
    state = withEvent(state, event(2, text("t", 4, "later")));
    expect(state.running).toMatchObject({ text: "", gap: true });
    state = withText(state, "t", 0, "ab, later");
    expect(state.running).toMatchObject({ text: "ab, later", gap: false });
  });

  it("turns an ended turn into messages at once", () => {
    let state = withEvent(loaded(), event(2, waiting("i1", "hi", "telegram")));
    state = withEvent(state, event(3, started("t", ["i1"])));
    state = withEvent(state, event(4, ended("t", ["i1"])));
    expect(state.running).toBeNull();
    expect(state.messages.map(({ speaker, text: words }) => [speaker, words])).toEqual([
      ["person", "hi"],
      ["agent", "Yes."],
    ]);
  });

  it("keeps what was said when the person stops", () => {
    let state = withEvent(loaded(), event(2, started("t", [])));
    state = withText(state, "t", 0, "Half a");
    state = withEvent(state, event(3, ended("t", [], { outcome: "stopped", reply: "" })));
    expect(state.messages.at(-1)).toMatchObject({ text: "Half a", stopped: true });
  });

  it("goes back to before the message that is said anew, when its turn begins and not sooner", () => {
    const first = { ...page(1, [message("a"), message("b"), message("c")]) };
    let state = withPage(emptyChat(), first, []);
    const anew = waiting("i1", "hi");
    if (anew.kind === "messageWaiting") anew.message.insteadOf = "b";
    state = withEvent(state, event(2, anew));
    expect(state.messages).toHaveLength(3);
    expect(state.outgoing[0]?.insteadOf).toBe("b");
    const begun = withEvent(state, event(3, started("t", ["i1"])));
    expect(begun.messages.map(({ id }) => id)).toEqual(["a"]);
    // The same where the beginning was missed.
    const end = withEvent(state, event(3, ended("t", ["i1"])));
    expect(end.messages.map(({ text: words }) => words)).toEqual(["a", "hi", "Yes."]);
    expect(end.messages[1]?.again).toBe(true);
  });

  it("finds where something was said, once it is loaded", () => {
    const held = { ...page(1, [{ ...message("c"), at: 50 }], { older: "c@9" }) };
    const state = withPage(emptyChat(), held, []);
    expect(placeOf(state, { entryId: "c", at: 50 })).toBe("c");
    expect(placeOf(state, { entryId: "a", at: 10 })).toBeNull();
    const whole = withOlder(state, page(1, [{ ...message("a"), at: 20 }]));
    // An answer of several entries is one message, under the id of its first.
    expect(placeOf(whole, { entryId: "a2", at: 18 })).toBe("a");
  });

  it("leaves no line for a turn that had nothing to say", () => {
    let state = withEvent(loaded(), event(2, started("t", [])));
    state = withEvent(state, event(3, ended("t", [], { outcome: "quiet", reply: "" })));
    expect(state.messages).toEqual([]);
  });

  it("counts bytes, not letters", () => {
    expect(byteLength("é你")).toBe(5);
  });
});
