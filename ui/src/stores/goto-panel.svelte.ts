//! Whether the panel for going to anything is open. Apart from what it holds, which comes later.
class GotoPanel {
  open = $state(false);

  toggle(): void {
    this.open = !this.open;
  }

  close(): void {
    this.open = false;
  }
}

export const gotoPanel = new GotoPanel();
