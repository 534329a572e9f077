//! Files the person put beside the message they write; they go with it.
//!
//! Owns reading them. How many and how large is the gateway's rule; what surely does not fit one
//! request is not even read.
import type { ChatAttachment } from "$lib/bindings/ChatAttachment";
import { t } from "$lib/words/words.svelte";

/** All of them together, bytes. */
const MOST = 5 * 1024 * 1024;

export interface Picked extends ChatAttachment {
  id: string;
  bytes: number;
}

export class Attachments {
  files = $state.raw<readonly Picked[]>([]);
  problem = $state<string | null>(null);

  async add(found: Iterable<File>): Promise<void> {
    this.problem = null;
    for (const file of found) {
      const all = this.files.reduce((sum, { bytes }) => sum + bytes, file.size);
      if (all > MOST) {
        this.problem = t("window-attach-large", { name: file.name, most: MOST / (1024 * 1024) });
        continue;
      }
      try {
        const data = await base64(file);
        const picked = { name: file.name, mime: file.type || "application/octet-stream", data };
        this.files = [...this.files, { ...picked, id: crypto.randomUUID(), bytes: file.size }];
      } catch {
        this.problem = t("window-attach-unread", { name: file.name });
      }
    }
  }

  remove(id: string): void {
    this.files = this.files.filter((file) => file.id !== id);
    this.problem = null;
  }

  /** They go with a message that is sent now. */
  take(): ChatAttachment[] {
    const taken = this.files.map(({ name, mime, data }) => ({ name, mime, data }));
    this.files = [];
    this.problem = null;
    return taken;
  }
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

export const attachments = new Attachments();
