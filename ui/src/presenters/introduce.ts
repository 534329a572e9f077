//! Lines such as `- Name: Anna` in the files that say who is who. Pure.
//!
//! Owns how such a line is found, in either language, and put. All else in a file stays as it is.
import type { Language } from "$lib/bindings/Language";

/** What a line is called, by language. */
export type Label = Record<Language, string>;

export const NAME: Label = { en: "Name", "zh-CN": "名字" };
export const ADDRESS: Label = { en: "How to address them", "zh-CN": "怎样称呼" };
export const MANNER: Label = { en: "How you answer", "zh-CN": "怎样回答" };

function pattern(label: Label): RegExp {
  const names = Object.values(label).join("|");
  return new RegExp(`^(- (?:${names})[ \\t]*[:：])[ \\t]*(.*)$`, "m");
}

/** What stands behind a label; empty = nothing, or no such line. */
export function valueOf(text: string, label: Label): string {
  return pattern(label).exec(text)?.[2]?.trim() ?? "";
}

/** The text with this value behind the label; a line that is missing becomes the list's first. */
export function withLine(text: string, label: Label, value: string, language: Language): string {
  const found = pattern(label);
  const gap = (colon: string) => (colon.endsWith("：") ? colon : `${colon} `);
  if (found.test(text)) {
    return text.replace(found, (_, head: string) => `${gap(head)}${value}`);
  }
  const colon = language === "zh-CN" ? "：" : ":";
  const line = `${gap(`- ${label[language]}${colon}`)}${value}`;
  const list = /^- /m.exec(text);
  if (list) return `${text.slice(0, list.index)}${line}\n${text.slice(list.index)}`;
  const before = text.trimEnd();
  return before ? `${before}\n\n${line}\n` : `${line}\n`;
}

/** An amount as people type it: `$1.00`, `1,5`, `2`; null for what is none. */
export function dollarsOf(text: string): number | null {
  const bare = text.replace(/US\$|\$|\s/g, "").replace(",", ".");
  return /^\d{1,6}(\.\d{1,4})?$/.test(bare) ? Number(bare) : null;
}
