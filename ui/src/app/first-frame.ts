//! The frame that is painted before the app stands (`public/frame.js`).
//!
//! Owns what is kept for it between two starts: the words of the sidebar, nothing of the home but
//! the agent's name. Never waits and never fails: without a memory the first paint is bare.

import { keptAs } from "$lib/platform/home";

const KEY = "cove.frame";

/** Keeps the sidebar's words for the next start. */
export function rememberFrame(name: string, places: readonly string[]): void {
  try {
    localStorage.setItem(keptAs(KEY), JSON.stringify({ name, places }));
  } catch {
    // A full or forbidden storage: the next start paints later.
  }
}
