//! How the last run ended, in words. Pure.
import type { CrashKind } from "$lib/bindings/CrashKind";
import type { CrashNotice } from "$lib/bindings/CrashNotice";
import type { Language } from "$lib/bindings/Language";
import { t, type WordKey } from "$lib/words/words.svelte";
import { moment } from "./format";

const TITLES: Record<CrashKind, WordKey> = {
  stopped: "window-crash-stopped",
  silent: "window-crash-silent",
  restarted: "window-crash-restarted",
};

export interface LastEnd {
  title: string;
  text: string;
}

/** What happened and what became of it. */
export function lastEnd(notice: CrashNotice, now: number, language: Language): LastEnd {
  const at = notice.at === null ? "none" : moment(notice.at, now, language);
  const { messages, unknown, beats } = notice;
  const cut = messages + unknown + beats;
  const parts = [
    messages > 0 ? t("window-crash-messages", { count: messages }) : "",
    unknown > 0 ? t("window-crash-unknown", { count: unknown }) : "",
    beats > 0 ? t("window-crash-beats", { count: beats }) : "",
  ];
  return {
    title: t(TITLES[notice.kind], { at }),
    text: cut === 0 ? t("window-crash-whole") : parts.filter(Boolean).join(" "),
  };
}
