//! Settings as their pages show them, out of what `config.get` answers. Pure.
//!
//! Owns reading values of no known type; the defaults are those docs/config.md names.
import type { BackupContents } from "$lib/bindings/BackupContents";
import type { ShortcutRow } from "$lib/bindings/ShortcutRow";
import { t } from "$lib/words/words.svelte";
import { dollarsOf } from "./introduce";

export type FreshMode = "daily" | "idle" | "manual";
const MODES: readonly string[] = ["daily", "idle", "manual"];

export interface Fresh {
  mode: FreshMode;
  atHour: number;
  idleMinutes: number;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function number(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** The limit of a period, dollars; null = none. */
export function limitOf(allowance: unknown, period: "day" | "month"): number | null {
  const limit = field(allowance, period);
  return typeof limit === "number" ? limit : null;
}

/** When conversations start fresh. */
export function freshOf(reset: unknown): Fresh {
  const mode = field(reset, "mode");
  // “none” and “manual” differ only in what a program may ask for.
  const shown = mode === "none" ? "manual" : mode;
  return {
    mode: typeof shown === "string" && MODES.includes(shown) ? (shown as FreshMode) : "daily",
    atHour: number(field(reset, "atHour"), 4),
    idleMinutes: number(field(reset, "idleMinutes"), 60),
  };
}

/** How many messages a fresh conversation keeps. */
export function keptOf(carryover: unknown): number {
  return number(field(carryover, "tailMessages"), 20);
}

/** A limit as typed: nothing = no limit; `undefined` for what is no amount. */
export function limitTyped(text: string): number | null | undefined {
  return text.trim() === "" ? null : (dollarsOf(text) ?? undefined);
}

/** A whole number in these bounds as typed; `undefined` for what is none. */
export function wholeTyped(text: string, least: number, most: number): number | undefined {
  const bare = text.trim();
  const value = /^\d{1,8}$/.test(bare) ? Number(bare) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** A value for cove.json as typed: JSON where it is some, else the text itself. */
export function valueTyped(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The hours of a day as `04:00`. */
export const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

/** A size in words a person knows. */
export function megabytes(bytes: number, language: string): string {
  const style = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, style).format(Math.max(bytes / 1e6, 0.1));
}

/** Keys that can be chosen; others may stand in the settings file. */
const KEYS = ["Ctrl+Alt+Space", "Ctrl+Shift+Space", "Ctrl+Alt+C", "Super+Shift+C"] as const;

/** What the menu of the keys that open Cove from anywhere offers. */
export function shortcutChoices(held: string | undefined): { value: string; label: string }[] {
  const own = held && !KEYS.some((keys) => keys === held) ? [held] : [];
  const keys = [...KEYS, ...own].map((value) => ({ value, label: value }));
  return [{ value: "", label: t("set-shortcut-none") }, ...keys];
}

/** What became of the keys, and whether that is a mistake. */
export function shortcutSaid(held: ShortcutRow | undefined): { text: string; wrong: boolean } {
  switch (held?.state) {
    case "taken":
      return { text: t("set-shortcut-taken"), wrong: true };
    case "unknown":
      return { text: t("set-shortcut-unknown"), wrong: true };
    case "no-way":
      return { text: t("set-shortcut-no-way"), wrong: true };
    case "works":
      return { text: t("set-shortcut-works", { keys: held.keys }), wrong: false };
    default:
      return { text: t("set-shortcut-says"), wrong: false };
  }
}

/** What a backup holds, in one line. */
export function counted(held: BackupContents): string {
  return [
    t("backup-conversations", { count: held.conversations }),
    t("backup-notes", { count: held.notes }),
    held.jobs === null ? "" : t("backup-jobs", { count: held.jobs }),
    held.settings ? t("backup-settings") : t("backup-no-settings"),
  ]
    .filter(Boolean)
    .join(" · ");
}
