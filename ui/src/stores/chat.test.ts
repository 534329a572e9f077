import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ApiError } from "$lib/bindings/ApiError";
import { CARRIER_LOST, usePlatform } from "$lib/platform";
import { FakeGateway } from "$lib/platform/fake/gateway";
import { conversation } from "$lib/platform/fake/scenes";
import { Chat } from "./chat.svelte";
import { Connection } from "./connection.svelte";

let gateway: FakeGateway;
let line: Connection;
let chat: Chat;

const settled = () => vi.waitFor(() => expect(chat.state.loaded).toBe(true));
const problem = (code: string): ApiError => ({ code, message: "No.", params: {} });

beforeEach(async () => {
  const scene = conversation();
  scene.page.running = null;
  scene.answer = null;
  gateway = new FakeGateway(scene);
  usePlatform(gateway);
  line = new Connection();
  chat = new Chat(line);
  await line.start();
  await settled();
});

describe("the chat", () => {
  it("asks for a page once the stream is there", () => {
    expect(chat.state.messages).toHaveLength(6);
    expect(line.line).toBe("connected");
  });

  it("shows what the person sends before anything is answered", async () => {
    const sent = chat.send("  And now?  ");
    expect(chat.state.outgoing.map(({ text, state }) => [text, state])).toEqual([
      ["And now?", "sending"],
    ]);
    await sent;
    expect(chat.state.outgoing.map(({ state }) => state)).toEqual(["waiting"]);
  });

  it("tries again with the same request id after a broken way, with a new one after a refusal", async () => {
    const ids = async (code: string) => {
      gateway.calls.length = 0;
      gateway.failures.set("chat.send", problem(code));
      await chat.send("hi");
      gateway.failures.delete("chat.send");
      const row = chat.state.outgoing.find(({ state }) => state === "unsent");
      if (row) await chat.retry(row);
      const sends = gateway.calls.filter(({ method }) => method === "chat.send");
      return new Set(sends.map(({ requestId }) => requestId)).size;
    };
    expect(await ids(CARRIER_LOST)).toBe(1);
    expect(await ids("inbox-full")).toBe(2);
  });

  it("fetches the text that was lost on the way", async () => {
    const { sessionKey } = gateway.scene.page;
    const turnId = "t9";
    gateway.tell({ kind: "turnStarted", sessionKey, turnId, inboxIds: [], at: 1 });
    vi.spyOn(gateway, "rpc").mockImplementation((async (method: string) =>
      method === "chat.stream"
        ? { turnId, offset: 0, text: "Whole.", done: false }
        : null) as never);
    gateway.tell({ kind: "turnText", sessionKey, turnId, offset: 4, text: "e." });
    await vi.waitFor(() => expect(chat.state.running?.text).toBe("Whole."));
  });

  it("asks for everything again after a restart of the gateway", async () => {
    gateway.scene.page.messages = gateway.scene.page.messages.slice(0, 2);
    gateway.restart();
    await vi.waitFor(() => expect(chat.state.messages).toHaveLength(2));
    expect(chat.state.epoch).toBe("fake-2");
  });

  it("says that the line is lost, and comes back by itself", async () => {
    vi.useFakeTimers();
    gateway.failures.set("hello", problem(CARRIER_LOST));
    gateway.tell({ kind: "stopping" });
    expect(line.line).toBe("lost");
    await vi.advanceTimersByTimeAsync(3000);
    expect(line.line).toBe("lost");
    gateway.failures.delete("hello");
    await vi.advanceTimersByTimeAsync(5000);
    expect(line.line).toBe("connected");
    vi.useRealTimers();
  });

  it("tells a refusal at the door in the gateway's words", async () => {
    const refused = new Connection();
    gateway.failures.set("hello", problem("contract-older"));
    await refused.start();
    expect(refused.line).toBe("refused");
    expect(refused.problem?.message).toBe("No.");
  });

  it("equals a fresh page after any mix of lost and late events", async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = dice(seed);
      const { sessionKey } = gateway.scene.page;
      const turnId = `turn-${seed}`;
      const inboxId = `telegram:default:${seed}`;
      const message = {
        inboxId,
        text: `Q${seed}`,
        at: Date.now(),
        channel: "telegram",
        insteadOf: null,
      };
      const maybe = (tell: () => void) => (random() < 0.7 ? tell() : undefined);
      maybe(() => gateway.tell({ kind: "messageWaiting", sessionKey, message }));
      maybe(() =>
        gateway.tell({ kind: "turnStarted", sessionKey, turnId, inboxIds: [inboxId], at: 1 }),
      );
      maybe(() => gateway.tell({ kind: "turnText", sessionKey, turnId, offset: 0, text: "A" }));
      if (random() < 0.5) await Promise.resolve();
      gateway.restart();
    }
    await vi.waitFor(() => expect(chat.state.epoch).toBe("fake-21"));
    expect(chat.state.messages).toEqual(gateway.scene.page.messages);
    expect(chat.state.outgoing).toEqual([]);
    expect(chat.state.running).toBeNull();
  });
});

/** A small repeatable generator: 0 to 1. */
function dice(seed: number): () => number {
  let held = seed * 2_654_435_761;
  return () => {
    held = (Math.imul(held, 1_664_525) + 1_013_904_223) >>> 0;
    return held / 2 ** 32;
  };
}
