// Writes src/words/keys.ts: every key of window*.ftl as a type, so that a wrong one does not compile.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const locales = new URL("../../src-tauri/gateway/locales/", import.meta.url);
const target = new URL("../src/words/keys.ts", import.meta.url);

/** The window's Fluent files of a language as one text, in the order of their names. */
export function windowWords(language) {
  const folder = new URL(`${language}/`, locales);
  const names = readdirSync(folder).filter((name) => /^window.*\.ftl$/.test(name));
  return names
    .sort()
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
}

/** The keys of a Fluent file, in its order. */
export function keysOf(text) {
  return [...text.matchAll(/^([a-z][a-z0-9-]*) *=/gm)].map((match) => match[1]);
}

/** The file of types for these keys. */
export function keysFile(keys) {
  const lines = keys.map((key) => `  | "${key}"`).join("\n");
  return `// Generated from window*.ftl. Do not edit: npm run words\nexport type WordKey =\n${lines};\n`;
}

if (process.argv[1]?.endsWith("word-keys.mjs")) {
  writeFileSync(target, keysFile(keysOf(windowWords("en"))));
}
