/**
 * What the page weighs, gzipped: the build fails where it grew too heavy.
 *
 * Owns the two limits and what the first screen loads: the entry, what that imports, and the words
 * of one language. Never knows what a chunk is for.
 */
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Bytes, gzipped. */
export const LIMITS = { first: 200_000, all: 500_000 };

/** Loaded with the first screen though not imported by its entry: one of them, the heaviest. */
const WORDS = /^catalogue-/;

/** A file of the build. */
export interface Piece {
  file: string;
  /** Gzipped bytes. */
  size: number;
  /** The page begins with it. */
  entry: boolean;
  /** Files that are loaded with it, styles too. */
  needs: string[];
  name: string;
}

export interface Weight {
  first: number;
  all: number;
}

/** What the first screen loads, and everything there is, each language's words once. */
export function weigh(pieces: readonly Piece[]): Weight {
  const sizes = new Map(pieces.map((piece) => [piece.file, piece]));
  const loaded = new Set<string>();
  const load = (file: string): void => {
    const piece = sizes.get(file);
    if (!piece || loaded.has(file)) return;
    loaded.add(file);
    piece.needs.forEach(load);
  };
  pieces.filter(({ entry }) => entry).forEach(({ file }) => load(file));
  const words = pieces.filter(({ name, file }) => WORDS.test(name) && !loaded.has(file));
  words.sort((a, b) => b.size - a.size);
  words.slice(0, 1).forEach(({ file }) => load(file));
  const sum = (some: readonly Piece[]) => some.reduce((total, { size }) => total + size, 0);
  return { first: sum(pieces.filter(({ file }) => loaded.has(file))), all: sum(pieces) };
}

/** What is too heavy, in words; `null` = nothing. */
export function tooHeavy({ first, all }: Weight): string | null {
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
  if (first > LIMITS.first) {
    return `the first screen loads ${kb(first)} gzipped, more than ${kb(LIMITS.first)}`;
  }
  if (all > LIMITS.all) return `the page is ${kb(all)} gzipped, more than ${kb(LIMITS.all)}`;
  return null;
}

/** Weighs every build and says the figures. */
export function weight(): Plugin {
  return {
    name: "cove-weight",
    apply: "build",
    writeBundle(_, bundle) {
      const pieces = Object.values(bundle).map((output): Piece => {
        const code = output.type === "chunk" ? output.code : output.source;
        const size = gzipSync(code).length;
        const file = output.fileName;
        if (output.type === "asset") return { file, size, entry: false, needs: [], name: "" };
        const styles = output.viteMetadata?.importedCss ?? new Set<string>();
        const needs = [...output.imports, ...styles];
        return { file, size, entry: output.isEntry, needs, name: output.name };
      });
      const found = weigh(pieces);
      this.info(`first screen ${found.first} bytes gzipped, everything ${found.all}`);
      const heavy = tooHeavy(found);
      if (heavy) this.error(heavy);
    },
  };
}
