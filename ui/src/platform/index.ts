//! Chooses the platform once: Tauri where its internals are, else (development and tests only) the
//! scripted gateway. A release build holds no scripted gateway at all.
import { tauri } from "./tauri";
import type { Platform } from "./types";

export * from "./types";

let chosen: Platform = tauri;

/** The platform in use. */
export function platform(): Platform {
  return chosen;
}

/** Tests hand in their own. */
export function usePlatform(next: Platform): void {
  chosen = next;
}

/** To be awaited before the first call. */
export async function choosePlatform(): Promise<void> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { FakeGateway } = await import("./fake/gateway");
    const { scene } = await import("./fake/scenes");
    chosen = new FakeGateway(scene(new URLSearchParams(location.search)));
  }
}
