//! The notes of the scripted home: a few files in memory with their changes. It merges nothing; what
//! others write is put in by the test or the scene.
import type { AboutText } from "$lib/bindings/AboutText";
import type { ChangeRow } from "$lib/bindings/ChangeRow";
import type { FileText } from "$lib/bindings/FileText";
import type { TextConflict } from "$lib/bindings/TextConflict";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const TOKEN_BYTES = 3.6;

const MEMORY = `# Memory

## About Anna
- Runs Studio Lind, a two-person design studio in Stockholm.
- Prefers short answers. Swedish with customers, English here.
- Choir on Thursdays at 19:30, leaves at 18:45.

## Customers
- Lagom Form: Karin pays late, call her, do not write.
- Café Järnet: owner is Reza. Wants invoices as PDF.
- S. Okafor: moved to Uppsala in January.

## Open
- [ ] Decide on the New York trip before 20 March
- [x] Send the VAT form
- Wi-Fi at the studio, password: sjöstad-2291
`;

const MINE = "- Lagom Form: Karin pays late, call her, do not write.\n";
const THEIRS = "- Lagom Form: Karin pays late, first reminder sent 11 March.\n";
const BOTH =
  "- Lagom Form: Karin pays late, call her, do not write. First reminder sent 11 March.\n";

const DIFF = `--- MEMORY.md #4
+++ MEMORY.md #5
@@ -9,3 +9,4 @@
 - Lagom Form: Karin pays late, call her, do not write.
-- Café Järnet: owner is Mikael.
+- Café Järnet: owner is Reza. Wants invoices as PDF.
+- S. Okafor: moved to Uppsala in January.
`;

export class FakeNotes {
  readonly texts = new Map<string, string>();
  /** How many texts each file has had; names its state. */
  readonly #states = new Map<string, number>();
  readonly #now: number;

  constructor(now: number, conflict: boolean) {
    this.#now = now;
    const day = (ago: number) =>
      `memory/${new Date(now - ago * DAY).toISOString().slice(0, 10)}.md`;
    const held: [string, string][] = [
      ["HEARTBEAT.md", "# Check-in list\n\n- Is anything on TODO.md due today?\n"],
      ["TODO.md", ""],
      ["MEMORY.md", conflict ? inConflict() : MEMORY],
      ["SOUL.md", "# How you are\n\n- Warm, calm and brief.\n"],
      ["USER.md", "# Whom you help\n\n- Name: Anna\n"],
      ["AGENTS.md", "# How you work\n\nYou live in this folder.\n"],
      ["new-york.md", "# New York\n\nFlights, **hotel**, `ESTA`.\n"],
      ["invoices.md", "# Invoices\n\n1. Lagom Form\n2. Café Järnet\n"],
      ...[0, 1, 2, 4, 7].map((ago): [string, string] => [day(ago), "- Called Karin\n"]),
    ];
    for (const [path, text] of held) this.texts.set(path, text);
  }

  list() {
    const files = [...this.texts].map(([path, text]) => ({
      path,
      bytes: text.length,
      changedAt: this.#now,
      versions: 3,
      cutAt: null,
      tokens: Math.ceil(text.length / TOKEN_BYTES),
    }));
    return { files };
  }

  read(path: string): FileText {
    const text = this.texts.get(path) ?? "";
    const blank = text.trim() === "";
    return {
      path,
      text,
      exists: this.texts.has(path),
      hash: this.#hash(path),
      about: this.#about(path, text),
      example: blank ? "# To do\n\n- [ ] Book the dentist, mornings are best\n" : null,
    };
  }

  write(path: string, text: string) {
    this.put(path, text);
    const about = this.#about(path, text);
    const undo = { id: "u-note", label: path, expiresAt: 0 };
    return { text, hash: this.#hash(path), merged: false, conflict: false, about, undo };
  }

  /** As somebody else writes. */
  put(path: string, text: string): void {
    this.texts.set(path, text);
    this.#states.set(path, (this.#states.get(path) ?? 0) + 1);
  }

  changes(): { changes: ChangeRow[] } {
    const row = (version: number, ago: number, by: ChangeRow["by"], lines: [number, number]) => ({
      version,
      before: version - 1 || null,
      at: this.#now - ago,
      by,
      added: lines[0],
      removed: lines[1],
      broughtBack: null,
      gone: false,
    });
    return {
      changes: [
        row(5, HOUR / 2, "agent", [2, 1]),
        row(4, 5 * HOUR, "person", [1, 0]),
        row(3, 6.4 * HOUR, "agent", [4, 0]),
        { ...row(2, DAY, "person", [2, 2]), broughtBack: 1 },
        row(1, 9 * DAY, "elsewhere", [31, 0]),
      ],
    };
  }

  diff() {
    return { diff: DIFF };
  }

  #hash(path: string): string {
    return `${path}#${this.#states.get(path) ?? 0}`;
  }

  #about(path: string, text: string): AboutText {
    const tokens = Math.ceil(text.length / TOKEN_BYTES);
    const secret = text.indexOf("sjöstad-2291");
    const at = text.indexOf("<<<<<<< person");
    const end = ">>>>>>> agent\n";
    const conflict: TextConflict = {
      at: { from: at, to: text.indexOf(end) + end.length },
      mine: MINE,
      mineBy: "person",
      theirs: THEIRS,
      theirsBy: "agent",
      both: BOTH,
    };
    return {
      tokens,
      read: path === "HEARTBEAT.md" ? "check-ins" : path.startsWith("new") ? "opened" : "always",
      readTokens: tokens,
      readCost: tokens * 1000,
      checkIns: 32,
      dayCost: tokens * 32_000,
      cutAt: null,
      conflicts: at < 0 ? [] : [conflict],
      secrets: secret < 0 ? [] : [{ from: secret, to: secret + 12 }],
    };
  }
}

function inConflict(): string {
  const marked = `<<<<<<< person\n${MINE}=======\n${THEIRS}>>>>>>> agent\n`;
  return MEMORY.replace(MINE, marked);
}
