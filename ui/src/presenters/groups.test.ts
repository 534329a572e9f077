//! What Settings says of groups.
import { describe, expect, it } from "vitest";
import type { TelegramGroup } from "$lib/bindings/TelegramGroup";
import { needRows } from "./needs";
import { groupNote, topicName } from "./groups";

const FAMILY: TelegramGroup = {
  account: "default",
  peer: "-1001",
  title: "Family",
  state: "on",
  standing: "member",
  requireMention: true,
  everybody: true,
  says: ["Everybody.", "When called.", "No memory."],
  topics: [],
};
const BOT = { account: "default", name: "@wren_bot", agentId: "main", direct: "", groups: "" };

describe("a group in Settings", () => {
  it("says what it means, and what stands in the way first", () => {
    expect(groupNote(FAMILY, [BOT])).toBe("Everybody. When called. No memory.");
    const off = groupNote({ ...FAMILY, state: "off" }, [BOT]);
    expect(off).toBe("Nothing that is said there reaches the agent.");
    const removed = groupNote({ ...FAMILY, standing: "removed" }, [BOT]);
    expect(removed.startsWith("The bot is not in this group any more.")).toBe(true);
    const two = groupNote(FAMILY, [BOT, { ...BOT, account: "fun", name: null }]);
    expect(two.startsWith("@wren_bot:")).toBe(true);
  });

  it("calls a topic by its name, its number, or what every forum calls it", () => {
    const topic = { topic: "7", name: "Soup", on: true, requireMention: true };
    expect(topicName(topic)).toBe("Soup");
    expect(topicName({ ...topic, name: "" })).toBe("7");
    expect(topicName({ ...topic, topic: "1", name: "" })).toBe("General");
  });
});

describe("a group that waits for the person", () => {
  const need = (kind: "group" | "group-lost") => ({
    id: "group:work:-1001",
    kind,
    text: "?",
    reference: "work:-1001",
  });
  const chat = { account: "work", peer: "-1001" };

  it("is allowed or left alone", () => {
    const [row] = needRows([need("group")], null);
    expect(row?.buttons.map(({ act }) => act)).toEqual([
      { method: "telegram.group.set", params: { ...chat, enabled: true } },
      { method: "telegram.group.ignore", params: chat },
    ]);
  });

  it("leads to Settings where the bot has lost its place", () => {
    const [row] = needRows([need("group-lost")], null);
    expect(row?.buttons.map(({ act }) => act)).toEqual([
      { open: "telegram" },
      { method: "telegram.group.ignore", params: chat },
    ]);
  });
});
