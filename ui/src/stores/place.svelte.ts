//! Which page is open.
export type Place =
  "home" | "chat" | "schedule" | "heartbeat" | "notes" | "sessions" | "activity" | "settings";
export type SettingsPart = "model" | "telegram" | "appearance" | "language" | "pause";

class Where {
  place = $state<Place>("home");
  part = $state<SettingsPart>("model");

  go(place: Place, part?: SettingsPart): void {
    this.place = place;
    if (part) this.part = part;
  }
}

export const where = new Where();
