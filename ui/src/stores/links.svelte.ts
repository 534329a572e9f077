//! A link that leaves the app: its address is shown first, then the system's browser opens it.
import { platform } from "$lib/platform";

class Links {
  asked = $state<string | null>(null);
  failed = $state(false);

  ask(url: string): void {
    this.asked = url;
    this.failed = false;
  }

  close(): void {
    this.asked = null;
  }

  async open(): Promise<void> {
    if (!this.asked) return;
    try {
      await platform().openLink(this.asked);
      this.close();
    } catch {
      this.failed = true;
    }
  }
}

export const links = new Links();
