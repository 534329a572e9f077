//! Which page is open.
export type Place =
  "home" | "chat" | "schedule" | "heartbeat" | "notes" | "sessions" | "activity" | "settings";
export type SettingsPart =
  | "model"
  | "telegram"
  | "allowance"
  | "fresh"
  | "appearance"
  | "language"
  | "pause"
  | "backup"
  | "advanced";

class Where {
  place = $state<Place>("home");
  part = $state<SettingsPart>("model");

  go(place: Place, part?: SettingsPart): void {
    this.place = place;
    if (part) this.part = part;
  }
}

export const where = new Where();
