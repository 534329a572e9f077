//! What every test of the window starts from: English words, a clean page.
import { cleanup, configure } from "@testing-library/svelte";
import { afterEach, beforeAll } from "vitest";
import { speak } from "$lib/words/words.svelte";

beforeAll(async () => {
  // happy-dom has neither; both are asked when components load.
  Element.prototype.animate ??= () => ({ cancel() {}, finished: Promise.resolve() }) as never;
  await speak("en");
});

// A busy computer is no reason to fail.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => cleanup());
