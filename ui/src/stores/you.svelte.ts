//! Who is who, when it is quiet and what may be spent: as the welcome asks it.
//!
//! Owns the answers until they are kept. Keeps only what was changed, each in its own place: the
//! names in cove.json, IDENTITY.md and USER.md, the manner in SOUL.md.
import type { BeatEstimate } from "$lib/bindings/BeatEstimate";
import type { FileText } from "$lib/bindings/FileText";
import { asApiError } from "$lib/platform";
import { hoursOf, quietOf, type Quiet } from "$lib/presenters/dial";
import { ADDRESS, dollarsOf, MANNER, NAME, valueOf, withLine } from "$lib/presenters/introduce";
import { language, t, type WordKey } from "$lib/words/words.svelte";
import { connection } from "./connection.svelte";

export type Manner = "short" | "thorough" | "formal";
export const MANNERS: Record<Manner, WordKey> = {
  short: "setup-manner-short-line",
  thorough: "setup-manner-thorough-line",
  formal: "setup-manner-formal-line",
};
type Name = "IDENTITY.md" | "USER.md" | "SOUL.md";
const ALLOWANCE = "allowance.day";
/** What quiet hours begin with. */
const USUAL: Quiet = { from: 23 * 60, until: 7 * 60 };

interface Answers {
  agent: string;
  person: string;
  manner: Manner;
  beats: boolean;
  quiet: Quiet;
  allowance: string;
}

export class You {
  answers = $state<Answers>({
    agent: "",
    person: "",
    manner: "short",
    beats: false,
    quiet: USUAL,
    allowance: "",
  });
  estimate = $state.raw<BeatEstimate | null>(null);
  loaded = $state(false);
  busy = $state(false);
  error = $state<string | null>(null);
  #kept: Answers | null = null;
  #every = "30m";
  #asked = 0;

  get allowanceWrong(): boolean {
    return dollarsOf(this.answers.allowance) === null;
  }

  /** Reads what is known already. */
  async load(): Promise<void> {
    try {
      const [status, beats, allowance, user, soul] = await Promise.all([
        connection.rpc("status.get", {}),
        connection.rpc("heartbeat.settings", {}),
        connection.rpc("config.get", { path: ALLOWANCE }),
        connection.rpc("workspace.read", { path: "USER.md" }),
        connection.rpc("workspace.read", { path: "SOUL.md" }),
      ]);
      const said = valueOf(soul.text, MANNER);
      const manners = Object.keys(MANNERS) as Manner[];
      this.#every = beats.every;
      this.answers = {
        agent: status.agentName === t("window-name") ? "" : status.agentName,
        person: valueOf(user.text, ADDRESS) || valueOf(user.text, NAME),
        manner: manners.find((manner) => t(MANNERS[manner]) === said) ?? "short",
        beats: beats.on,
        quiet: quietOf(beats) ?? USUAL,
        allowance: typeof allowance.value === "number" ? allowance.value.toFixed(2) : "1.00",
      };
      this.#kept = { ...this.answers, quiet: quietOf(beats) ?? { from: 0, until: 0 } };
      this.loaded = true;
      await this.look();
    } catch (thrown) {
      this.error = asApiError(thrown).message;
    }
  }

  /** What check-ins outside these hours come to. */
  async look(): Promise<void> {
    const asked = ++this.#asked;
    const wish = { every: this.#every, ...hoursOf(this.answers.quiet) };
    try {
      const estimate = await connection.rpc("heartbeat.estimate", wish);
      if (asked === this.#asked) this.estimate = estimate;
    } catch {
      // The figure before stays; hours that can't be are told when they are kept.
    }
  }

  /** Keeps what was changed. True once all of it is. */
  async keep(): Promise<boolean> {
    const before = this.#kept;
    if (!before || this.allowanceWrong) return before === null && this.error === null;
    this.busy = true;
    this.error = null;
    try {
      await this.#names(before);
      await this.#rhythm(before);
      this.#kept = { ...this.answers };
      return true;
    } catch (thrown) {
      const { message, hint } = asApiError(thrown);
      this.error = hint ? t("window-problem-hint", { message, hint }) : message;
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #names(before: Answers): Promise<void> {
    const { agent, person, manner } = this.answers;
    const [called, calls] = [agent.trim(), person.trim()];
    if (called && called !== before.agent) {
      await connection.change("agent.rename", { name: called });
      await this.#write("IDENTITY.md", (text) => withLine(text, NAME, called, language()));
    }
    if (calls && calls !== before.person)
      await this.#write("USER.md", (text) => {
        const named = valueOf(text, NAME) ? text : withLine(text, NAME, calls, language());
        return withLine(named, ADDRESS, calls, language());
      });
    if (manner !== before.manner)
      await this.#write("SOUL.md", (text) =>
        withLine(text, MANNER, t(MANNERS[manner]), language()),
      );
  }

  async #rhythm(before: Answers): Promise<void> {
    const { beats, quiet, allowance } = this.answers;
    if (quiet.from !== before.quiet.from || quiet.until !== before.quiet.until)
      await connection.change("heartbeat.change", hoursOf(quiet));
    if (beats !== before.beats) await connection.change("heartbeat.set", { on: beats });
    if (allowance !== before.allowance)
      await connection.change("config.set", { path: ALLOWANCE, value: dollarsOf(allowance) });
  }

  async #write(path: Name, change: (text: string) => string): Promise<void> {
    const now: FileText = await connection.rpc("workspace.read", { path });
    const text = change(now.text);
    if (text !== now.text)
      await connection.change("workspace.write", { path, text, base: now.hash });
  }
}
