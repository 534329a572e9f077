//! The settings file as its editor shows it. Pure: colours of a text, which is judged by the gateway
//! alone.

export type FileLook = "comment" | "text" | "plain" | "kept";

export interface LookAt {
  from: number;
  to: number;
  look: FileLook;
}

/** A comment, a text in quotes with what follows it, or a bare value. */
const PARTS =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)(\s*:)?|(\b(?:true|false|null)\b|-?\b\d[\d.eE+_-]*)(?!\w*\s*:)/g;

/** Which pieces of a text look apart, in their order. */
export function looksOf(text: string): LookAt[] {
  const found: LookAt[] = [];
  for (const match of text.matchAll(PARTS)) {
    const [, comment, quoted, colon, bare] = match;
    const from = match.index;
    if (comment !== undefined) found.push({ from, to: from + comment.length, look: "comment" });
    else if (bare !== undefined) found.push({ from, to: from + bare.length, look: "plain" });
    else if (quoted !== undefined && colon === undefined) {
      const look = /^["']\$\{kept:/.test(quoted) ? "kept" : "text";
      found.push({ from, to: from + quoted.length, look });
    }
  }
  return found;
}
