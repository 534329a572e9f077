//! The sentences of the window, from the same Fluent files the gateway compiles in.
//!
//! Owns the language in use. Each language is its own chunk and is loaded when it is needed.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { Language } from "$lib/bindings/Language";
import type { WordKey } from "./keys";

export type { WordKey };
export type Args = Record<string, FluentVariable>;

const catalogues: Record<Language, () => Promise<{ files: string[] }>> = {
  en: () => import("./catalogue-en"),
  "zh-CN": () => import("./catalogue-zh"),
};

let bundle = $state.raw(new FluentBundle("en"));
let current = $state<Language>("en");

/** The language in use. */
export function language(): Language {
  return current;
}

/** The language for a tag such as `zh_CN` or `en-GB`, by the gateway's own rule. */
export function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** Loads a language and uses it from now on. */
export async function speak(wanted: Language): Promise<void> {
  const { files } = await catalogues[wanted]();
  const next = new FluentBundle(wanted, { useIsolating: false });
  for (const file of files) next.addResource(new FluentResource(file));
  bundle = next;
  current = wanted;
  document.documentElement.lang = wanted;
  remember(wanted);
}

/** The sentence of a key; the key itself where the files have none. */
export function t(key: WordKey, args?: Args): string {
  const pattern = bundle.getMessage(key)?.value;
  return pattern ? bundle.formatPattern(pattern, args, []) : key;
}

/** `first.js` reads it before the next first paint. */
function remember(wanted: Language): void {
  try {
    localStorage.setItem("cove.language", wanted);
  } catch {
    // Without storage the next start asks the system again.
  }
}
