//! How far the way to Telegram is, and where its parts are found. Pure.
import type { ChannelRow } from "$lib/bindings/ChannelRow";
import type { Pairings } from "$lib/bindings/Pairings";
import type { Secrets } from "$lib/bindings/Secrets";

/** Telegram's own helper that makes bots. */
export const BOT_FATHER = "https://t.me/BotFather";
const TOKEN = "channels.telegram.botToken";

export type TelegramStep = "token" | "message" | "done";

/** The address that opens a bot's chat; null while its name is not known. */
export function chatOf(name: string | null): string | null {
  const bare = name?.replace(/^@/, "") ?? "";
  return /^\w+$/.test(bare) ? `https://t.me/${bare}` : null;
}

/** What Telegram is as of now. */
export function telegramOf(
  channels: readonly ChannelRow[],
  secrets: Secrets | null,
  pairings: Pairings | null,
) {
  const row = channels.find(({ status }) => status.channel === "telegram");
  const hasToken = (secrets?.secrets ?? []).some(({ path }) => path === TOKEN);
  const people = (pairings?.people ?? []).filter(({ channel }) => channel === "telegram");
  const requests = (pairings?.requests ?? []).filter(({ channel }) => channel === "telegram");
  const connected = hasToken || (row !== undefined && row.status.health !== "off");
  const step: TelegramStep = !connected ? "token" : people.length === 0 ? "message" : "done";
  return { row, hasToken, people, requests, step };
}
