//! The settings file of the scripted gateway: one text, and what it says of a few settings.
import type { ConfigFileLook } from "$lib/bindings/ConfigFileLook";
import type { ConfigFileSaved } from "$lib/bindings/ConfigFileSaved";
import type { ConfigFileText } from "$lib/bindings/ConfigFileText";
import type { ConfigHelp } from "$lib/bindings/ConfigHelp";
import type { ConfigRemark } from "$lib/bindings/ConfigRemark";

const TEXT = `{
  // Cove’s settings. Every setting has a default; write only what you want to change.
  // Save the file and Cove reads it again. Keys and tokens don’t belong here.
  "agents": {
    "defaults": {
      "model": "anthropic/claude-haiku-4-5",
      // How often the agent looks in by itself; "30m" is every half hour, "0m" is off.
      "heartbeat": { "every": "30m", "target": "last" }
    }
  },
  "channels": {
    "telegram": { "botToken": "\${kept:channels.telegram.botToken}", "langage": "sv" }
  },
  "ui": { "language": "en", "theme": "system" }
}
`;

const HELP: Record<string, ConfigHelp> = {
  theme: {
    path: "ui.theme",
    says: "How the window looks: as the computer, always light or always dark.",
    allowed: 'one of "system", "light", "dark"',
    default: '"system"',
    inForce: '"dark"',
    inside: [],
  },
  heartbeat: {
    path: "agents.defaults.heartbeat",
    says: "Check-ins: how often the agent looks at its list by itself, and where it says so.",
    allowed: "a group of settings in braces",
    default: null,
    inForce: null,
    inside: ["every", "target", "to", "model", "prompt", "activeHours", "directPolicy", "cove"],
  },
};

export class FakeConfigFile {
  text = TEXT;

  read(): ConfigFileText {
    const hash = `h${String(this.text.length)}`;
    return { file: "/home/anna/.cove/cove.json", text: this.text, hash };
  }

  look(text: string, at: number): ConfigFileLook {
    const remarks: ConfigRemark[] = [];
    const remark = (found: string, code: string, message: string, hint?: string) => {
      const from = text.indexOf(found);
      if (from < 0) return;
      const line = text.slice(0, from).split("\n").length;
      const error = { code, message, params: {}, ...(hint ? { hint } : {}) };
      const mistake = code === "config-not-one-of";
      remarks.push({ at: { from, to: from + found.length }, line, mistake, error });
    };
    remark(
      '"${kept:channels.telegram.botToken}"',
      "config-plain-secret",
      "channels.telegram.botToken is a secret and stands in the file in plain text",
    );
    remark(
      '"langage"',
      "config-unknown-key",
      "channels.telegram.langage: Cove does not use this setting. It is kept.",
    );
    const wrong = 'ui.theme: "red" is not one of system, light, dark';
    remark('"red"', "config-not-one-of", wrong);
    const line = text.slice(0, at).split("\n").length - 1;
    const here = text.split("\n")[line] ?? "";
    const name = /"(theme|heartbeat)"/.exec(here)?.[1] ?? "";
    return { remarks, help: HELP[name] ?? null };
  }

  save(text: string, base: string): ConfigFileSaved {
    if (base !== this.read().hash) return { written: false, file: this.read(), undo: null };
    this.text = text;
    const undo = { id: "u1", label: "Put the settings file back", expiresAt: 0 };
    return { written: true, file: this.read(), undo };
  }
}
