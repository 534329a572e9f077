//! Time zones as people look for them: by city, country or name, with what the clock shows there.
import type { Language } from "$lib/bindings/Language";
import { t } from "$lib/words/words.svelte";

export interface ZoneRow {
  /** The IANA name. */
  id: string;
  city: string;
  /** “Sweden Time”; empty until it is looked for. */
  land: string;
}

/** Cities people name whose zone is called otherwise. */
const ALSO: Record<string, string> = {
  Beijing: "Asia/Shanghai",
  "New Delhi": "Asia/Kolkata",
  Mumbai: "Asia/Kolkata",
  "San Francisco": "America/Los_Angeles",
  Washington: "America/New_York",
  Boston: "America/New_York",
  Gothenburg: "Europe/Stockholm",
  Munich: "Europe/Berlin",
  Milan: "Europe/Rome",
  Barcelona: "Europe/Madrid",
  Geneva: "Europe/Zurich",
  Kyiv: "Europe/Kiev",
  北京: "Asia/Shanghai",
  上海: "Asia/Shanghai",
  广州: "Asia/Shanghai",
  深圳: "Asia/Shanghai",
  香港: "Asia/Hong_Kong",
  台北: "Asia/Taipei",
  东京: "Asia/Tokyo",
  新加坡: "Asia/Singapore",
  伦敦: "Europe/London",
  巴黎: "Europe/Paris",
  柏林: "Europe/Berlin",
  斯德哥尔摩: "Europe/Stockholm",
  纽约: "America/New_York",
  洛杉矶: "America/Los_Angeles",
  旧金山: "America/Los_Angeles",
  悉尼: "Australia/Sydney",
};
const SHOWN = 8;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** `America/New_York` → “New York”. */
export function cityOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

/** Names of the one clock that stands beside all zones. */
const UTC = new Set(
  ["UTC", "UCT", "GMT", "Universal", "Zulu", "Greenwich"].flatMap((name) => [name, `Etc/${name}`]),
);

/** Two names of one zone: `Etc/UTC` and `UTC`, `Asia/Calcutta` and `Asia/Kolkata`. */
export function sameZone(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(zone: string): string {
  if (UTC.has(zone)) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}

/** Date and time of a moment in a zone. */
export function localAt(at: number, zone: string): { date: string; time: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((held) => held.type === type)?.value ?? "";
  return {
    date: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
  };
}

/** How far a zone's clock is ahead of UTC at a moment, minutes. */
export function aheadOf(at: number, zone: string): number {
  const { date, time } = localAt(at, zone);
  const whole = Math.floor(at / 60_000) * 60_000;
  return Math.round((Date.parse(`${date}T${time}:00Z`) - whole) / 60_000);
}

/** The moment a day begins in a zone, ms; where its midnight does not exist, the one after. */
export function startOfDay(date: string, zone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  // The offset of the day itself: what is ahead half a day later may be another one.
  const guess = utc - aheadOf(utc, zone) * MINUTE;
  const exact = utc - aheadOf(guess, zone) * MINUTE;
  return localAt(exact, zone).date < date ? exact + HOUR : exact;
}

/** The last moment of a day in a zone, ms. */
export function endOfDay(date: string, zone: string): number {
  const next = new Date(Date.parse(`${date}T12:00:00Z`) + DAY).toISOString().slice(0, 10);
  return startOfDay(next, zone) - 1;
}

/** “6 h behind”, “4 h 30 min ahead”, or the same time as here. */
export function difference(at: number, zone: string, here: string): string {
  const minutes = aheadOf(at, zone) - aheadOf(at, here);
  if (minutes === 0) return t("plan-zone-same");
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const span = rest
    ? t("plan-hours-minutes", { hours, minutes: rest })
    : t("plan-hours", { hours });
  return minutes < 0 ? t("plan-zone-behind", { span }) : t("plan-zone-ahead", { span });
}

/** Every zone the system knows, with its country in the language. */
export function allZones(language: Language): ZoneRow[] {
  const named = Object.entries(ALSO).map(([city, id]) => ({ id, city }));
  const own = Intl.supportedValuesOf("timeZone").map((id) => ({ id, city: cityOf(id) }));
  return [...own, ...named].map((row) => ({ ...row, land: landOf(row.id, language) }));
}

/** What matches, those that begin with it first; without a search the computer's own alone. */
export function findZones(zones: readonly ZoneRow[], search: string, own: string): ZoneRow[] {
  const wanted = search.trim().toLowerCase().replaceAll("_", " ");
  if (wanted === "") {
    const here = zones.filter(({ id, city }) => id === own && city === cityOf(own));
    // A computer may call its zone by a name the list does not know.
    return here.length > 0 ? here : [{ id: own, city: cityOf(own), land: "" }];
  }
  const rank = ({ id, city, land }: ZoneRow) => {
    if (city.toLowerCase().startsWith(wanted)) return 0;
    if (city.toLowerCase().includes(wanted)) return 1;
    // A city under another one's zone is found by its own name alone.
    if (city !== cityOf(id)) return 4;
    if (land.toLowerCase().startsWith(wanted)) return 2;
    const rest = `${id.replaceAll("_", " ")} ${land}`.toLowerCase();
    return rest.includes(wanted) ? 3 : 4;
  };
  const ranked = zones.map((zone) => ({ zone, rank: rank(zone) })).filter(({ rank }) => rank < 4);
  ranked.sort((a, b) => a.rank - b.rank || a.zone.city.localeCompare(b.zone.city));
  return ranked.slice(0, SHOWN).map(({ zone }) => zone);
}

function landOf(zone: string, language: Language): string {
  try {
    const format = new Intl.DateTimeFormat(language, {
      timeZone: zone,
      timeZoneName: "shortGeneric",
    });
    const name = format.formatToParts(0).find(({ type }) => type === "timeZoneName")?.value ?? "";
    // “ET”, “GMT+3” and the city once more name no country.
    return /^([A-Z]{1,4}$|GMT|UTC)/.test(name) || name.includes(cityOf(zone)) ? "" : name;
  } catch {
    return "";
  }
}
