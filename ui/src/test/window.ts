//! The whole window over a scripted gateway, for component tests.
import axe from "axe-core";
import { fireEvent, screen } from "@testing-library/svelte";
import { expect, vi } from "vitest";
import type { Place } from "$lib/stores/place.svelte";
import type { FakeGateway } from "$lib/platform/fake/gateway";
import { scene as sceneOf, type Scene } from "$lib/platform/fake/scenes";

export interface OpenWindow {
  gateway: FakeGateway;
  asked: (method: string) => FakeGateway["calls"];
  close: () => void;
}

/** On a busy computer an answer takes longer than a test waits by itself, ms. */
const PATIENCE = { timeout: 10_000 };

/** Compiles every component before the first test: that is no test's time. For `beforeAll`. */
export const warm = async (): Promise<void> => void (await import("$lib/app/App.svelte"));
/** Of `warm`, ms. */
export const WARMING = 900_000;

/** With fresh stores, at one of its places; `query` as in the address of the plain browser. */
export async function openWindow(
  query: string,
  change: (scene: Scene) => void = () => undefined,
  place: Place = "chat",
): Promise<OpenWindow> {
  vi.resetModules();
  document.documentElement.lang = "en";
  document.title = "Cove";
  const scene = sceneOf(new URLSearchParams(query));
  change(scene);
  const { FakeGateway: Fresh } = await import("$lib/platform/fake/gateway");
  const { usePlatform } = await import("$lib/platform");
  const { speak } = await import("$lib/words/words.svelte");
  const gateway = new Fresh(scene);
  usePlatform(gateway);
  await speak("en");
  const { default: App } = await import("$lib/app/App.svelte");
  // The same Svelte as the fresh stores.
  const library = await import("@testing-library/svelte");
  library.render(App);
  await vi.waitFor(
    () => expect(screen.getByTestId("connection").dataset["state"]).toBe("connected"),
    PATIENCE,
  );
  await fireEvent.click(screen.getByTestId(`place-${place}`));
  if (place === "chat")
    await vi.waitFor(
      () => expect(screen.getByTestId("model-name").textContent?.trim()).not.toBe(""),
      PATIENCE,
    );
  const asked = (method: string) => gateway.calls.filter((call) => call.method === method);
  return { gateway, asked, close: library.cleanup };
}

/** Contrast needs real layout and is checked in the real window. */
export async function violations(): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false }, "page-has-heading-one": { enabled: true } };
  const result = await axe.run(document, { rules });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}
