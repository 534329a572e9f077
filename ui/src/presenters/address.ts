//! Addresses of places, as a link, a row of the tray or a notification writes them: `#/notes/…`.
//!
//! Owns reading them. Pure: what going there means is data; what is unknown leads nowhere.
import { PLACES, type Place } from "$lib/stores/place.svelte";

export interface Address {
  place: Place;
  /** What to open there; `new` in the schedule is a reminder to be written. */
  within: string | null;
}

/** `null` = it names no place. */
export function readAddress(hash: string): Address | null {
  const [place, ...rest] = hash.replace(/^#\/?/, "").split("/");
  const known = PLACES.find((name) => name === place);
  if (!known) return null;
  const within = decoded(rest.join("/"));
  return { place: known, within: within === "" ? null : within };
}

/** Half an escape is no name of anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
