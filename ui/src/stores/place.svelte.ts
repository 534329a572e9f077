//! Which page is open.
export const PLACES = [
  "home",
  "chat",
  "schedule",
  "heartbeat",
  "notes",
  "sessions",
  "activity",
  "settings",
] as const;
export type Place = (typeof PLACES)[number];
export const SETTINGS = [
  "model",
  "telegram",
  "allowance",
  "fresh",
  "tools",
  "notifications",
  "appearance",
  "language",
  "start",
  "pause",
  "backup",
  "updates",
  "advanced",
] as const;
export type SettingsPart = (typeof SETTINGS)[number];

class Where {
  place = $state<Place>("home");
  part = $state<SettingsPart>("model");

  go(place: Place, part?: SettingsPart): void {
    this.place = place;
    if (part) this.part = part;
  }
}

export const where = new Where();
