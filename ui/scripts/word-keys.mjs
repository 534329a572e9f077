// Writes src/words/keys.ts: every key of window*.ftl as a type, so that a wrong one does not compile.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = new URL("../../src-tauri/gateway/locales/en", import.meta.url);
const target = new URL("../src/words/keys.ts", import.meta.url);

/** The window's Fluent files of a folder as one text, in the order of their names. */
export function windowWords(folder) {
  const names = readdirSync(folder).filter((name) => /^window.*\.ftl$/.test(name));
  const texts = names.sort().map((name) => readFileSync(join(folder, name), "utf8"));
  return texts.join("\n");
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
  writeFileSync(target, keysFile(keysOf(windowWords(fileURLToPath(source)))));
}
