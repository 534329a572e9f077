// Writes src/words/keys.ts: every key of window.ftl as a type, so that a wrong one does not compile.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../src-tauri/gateway/locales/en/window.ftl", import.meta.url);
const target = new URL("../src/words/keys.ts", import.meta.url);

/** The keys of a Fluent file, in its order. */
export function keysOf(text) {
  return [...text.matchAll(/^([a-z][a-z0-9-]*) *=/gm)].map((match) => match[1]);
}

/** The file of types for these keys. */
export function keysFile(keys) {
  const lines = keys.map((key) => `  | "${key}"`).join("\n");
  return `// Generated from window.ftl. Do not edit: npm run words\nexport type WordKey =\n${lines};\n`;
}

if (process.argv[1]?.endsWith("word-keys.mjs")) {
  writeFileSync(target, keysFile(keysOf(readFileSync(source, "utf8"))));
}
