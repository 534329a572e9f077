//! Groups and their topics as Settings shows them. Pure; the sentences are the gateway's.
import type { TelegramBot } from "$lib/bindings/TelegramBot";
import type { TelegramGroup } from "$lib/bindings/TelegramGroup";
import type { TelegramTopic } from "$lib/bindings/TelegramTopic";
import { t } from "$lib/words/words.svelte";

/** Below a group's name: what stands in the way, else what it means; with several bots whose it is. */
export function groupNote(group: TelegramGroup, bots: readonly TelegramBot[]): string {
  const lines = group.state === "on" ? [...group.says] : [t("window-group-silent")];
  if (group.standing === "removed") lines.unshift(t("window-group-removed"));
  if (group.standing === "muted") lines.unshift(t("window-group-muted"));
  if (bots.length > 1) {
    const bot = bots.find(({ account }) => account === group.account);
    lines.unshift(t("window-group-bot", { bot: bot?.name ?? group.account }));
  }
  return lines.join(" ");
}

/** A topic's name, or its number; every forum has one that is called General. */
export function topicName({ topic, name }: TelegramTopic): string {
  return name || (topic === "1" ? t("window-group-general") : topic);
}
