//! Follows the address the shell writes, and goes there.
//!
//! Only ever opens a place: nothing is sent, saved or run by an address. What it needs for that
//! comes when the first one is there.
import { readAddress } from "$lib/presenters/address";

/** Goes where the address says, now and whenever it changes; the answer ends it. */
export function followAddress(): () => void {
  const follow = () => void take();
  window.addEventListener("hashchange", follow);
  follow();
  return () => window.removeEventListener("hashchange", follow);
}

async function take(): Promise<void> {
  const address = readAddress(location.hash);
  if (location.hash === "") return;
  // The same place a second time is to be heard, too.
  history.replaceState(null, "", location.pathname + location.search);
  if (!address) return;
  const { goto } = await import("./goto.svelte");
  await goto.address(address);
}
