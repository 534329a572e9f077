//! The line under the agent's name: the connection first, then the mood. Pure.
import type { Mood } from "$lib/bindings/Mood";
import type { Line } from "$lib/stores/connection.svelte";
import type { WordKey } from "$lib/words/words.svelte";

const MOODS: Record<Mood, WordKey> = {
  well: "window-mood-well",
  working: "window-mood-working",
  paused: "window-mood-paused",
  "needs-you": "window-mood-needs-you",
};

/** `late`: starting has taken long enough to be worth a word. */
export function lineWord(line: Line, mood: Mood | undefined, late: boolean): WordKey | null {
  if (line === "lost") return "window-reconnecting";
  if (line === "refused") return "window-refused";
  if (line === "starting" || !mood) return late ? "window-starting" : null;
  return MOODS[mood];
}
