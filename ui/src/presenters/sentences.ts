//! What a screen reader hears of a streaming answer: whole sentences, each once. Pure.

const END = /[.!?:;](?=\s)|[。！？：；]|\n/g;

/** The end of the last whole sentence in `text`, as an index. */
export function lastEnd(text: string): number {
  let end = 0;
  for (const match of text.matchAll(END)) end = match.index + match[0].length;
  return end;
}

/** What to say now: `spoken` characters were said before; `done` says the rest too. */
export function nextSentences(text: string, spoken: number, done: boolean) {
  const end = done ? text.length : lastEnd(text);
  if (end <= spoken) return { say: "", spoken };
  return { say: plain(text.slice(spoken, end)), spoken: end };
}

/** Without the marks of Markdown, which are noise when spoken. */
function plain(text: string): string {
  return text
    .replace(/```[^\n]*/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|]+/g, "")
    .trim();
}
