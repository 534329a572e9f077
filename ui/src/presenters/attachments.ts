//! Files that come with a message, as the gateway names them behind its words. Pure.

export interface AttachedFile {
  /** In the agent's workspace. */
  path: string;
  name: string;
  /** For example `image/png`. */
  mime: string;
}

export interface Spoken {
  words: string;
  files: AttachedFile[];
}

const LINE = /^\[media attached: (.+) \(([\w/+.-]+)\)\]$/;

/** The person's words and, behind them, the files that came along. */
export function spoken(text: string): Spoken {
  const lines = text.split("\n");
  const files: AttachedFile[] = [];
  for (let last = lines.at(-1); last !== undefined; last = lines.at(-1)) {
    const [, path, mime] = LINE.exec(last) ?? [];
    if (path === undefined || mime === undefined) break;
    files.unshift({ path, name: path.split("/").at(-1) ?? path, mime });
    lines.pop();
  }
  if (files.length === 0) return { words: text, files };
  return { words: lines.join("\n").replace(/\n+$/, ""), files };
}

/** Other words with the same files, as the gateway wrote it. */
export function withWords(text: string, words: string): string {
  const { words: before, files } = spoken(text);
  if (files.length === 0) return words;
  const lines = text.slice(before.length).replace(/^\n+/, "");
  return words === "" ? lines : `${words}\n\n${lines}`;
}

export function isPicture(mime: string): boolean {
  return mime.startsWith("image/");
}
