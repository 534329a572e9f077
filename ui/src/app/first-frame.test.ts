import { screen } from "@testing-library/svelte";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import drawn from "../../public/frame.js?raw";
import { rememberFrame } from "./first-frame";
import { openWindow, warm, WARMING } from "$lib/test/window";

let close: () => void = () => undefined;

beforeAll(warm, WARMING);
afterEach(() => {
  close();
  localStorage.clear();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** What the script paints into a bare page. */
function paint(): string[] {
  const app = document.createElement("div");
  app.id = "app";
  document.body.replaceChildren(app);
  new Function(drawn)();
  return [...app.querySelectorAll(".first-name, .first-place")].map((part) => part.textContent);
}

it("paints the sidebar's words of the last time before the app stands", async () => {
  ({ close } = await openWindow("scene=quiet"));
  const name = document.querySelector(".agent strong")?.textContent;
  const labels = screen.getAllByTestId(/^place-/).map((place) => place.title);
  expect(labels.length).toBeGreaterThan(5);
  expect(paint()).toEqual([name, ...labels]);
});

it("paints the words of this home alone", async () => {
  const { rememberFrame } = await import("./first-frame");
  rememberFrame("Wren", ["Home"]);
  Object.assign(window, { coveHome: "0b1c" });
  try {
    expect(paint(), "another home has another agent").toEqual([]);
    rememberFrame("Robin", ["Start"]);
    expect(paint()).toEqual(["Robin", "Start"]);
  } finally {
    Object.assign(window, { coveHome: undefined });
  }
  expect(paint()).toEqual(["Wren", "Home"]);
});

it("paints nothing where nothing was kept, or where it is not what was kept", () => {
  expect(paint()).toEqual([]);
  for (const odd of ["{", "null", '{"places":"x"}', "7"]) {
    localStorage.setItem("cove.frame", odd);
    expect(paint()).toEqual([]);
  }
});

it("has the window shown as soon as there is a frame, and not for a bare page", () => {
  const invoke = vi.fn(() => Promise.resolve());
  vi.stubGlobal("__TAURI_INTERNALS__", { invoke });
  paint();
  expect(invoke).not.toHaveBeenCalled();
  rememberFrame("Wren", ["Home"]);
  paint();
  expect(invoke.mock.calls).toEqual([["painted"]]);
});
