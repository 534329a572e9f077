//! Starts the window: platform, words of the last language, then the frame. Never waits for the
//! gateway: the frame stands before the first answer, and as it was left before this runs.
import { mount } from "svelte";
import App from "./app/App.svelte";
import { choosePlatform } from "./platform";
import { languageOf, speak } from "./words/words.svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/first.css";

const target = document.getElementById("app");

async function start(root: HTMLElement): Promise<void> {
  await Promise.all([choosePlatform(), speak(languageOf(document.documentElement.lang))]);
  root.replaceChildren();
  mount(App, { target: root });
}

if (target) void start(target);
