//! What needs the person, with the buttons that mend it. Pure: buttons are requests as data.
import type { Need } from "$lib/bindings/Need";
import type { NeedKind } from "$lib/bindings/NeedKind";
import type { Pairings } from "$lib/bindings/Pairings";
import type { SessionRow } from "$lib/bindings/SessionRow";
import type { Place, SettingsPart } from "$lib/stores/place.svelte";
import type { Method, Params } from "$lib/platform";
import { t, type WordKey } from "$lib/words/words.svelte";

type Ask = { [M in Method]: { method: M; params: Params<M> } }[Method];

export interface NeedButton {
  label: WordKey;
  act: Ask | { open: SettingsPart } | { place: Place };
}

export interface NeedRow {
  id: string;
  /** `full`: a conversation that will soon be summed up. */
  kind: NeedKind | "full";
  /** The gateway's sentence, with a request's code. */
  text: string;
  /** What it means. */
  says?: string;
  buttons: NeedButton[];
}

/** In the gateway's order: worst first. */
export function needRows(needs: readonly Need[], pairings: Pairings | null): NeedRow[] {
  return needs.map((need) => ({
    id: need.id,
    kind: need.kind,
    text: need.text,
    buttons: remedy(need, pairings),
  }));
}

/** From here on a conversation is getting full, % of the meter (ui-guide §8). */
const FULL = 80;

/** The main conversation, where it is nearly full. */
export function fullRow(sessions: readonly SessionRow[]): NeedRow | null {
  const row = sessions.find(({ kind, meter }) => kind === "main" && (meter?.percent ?? 0) >= FULL);
  if (!row?.meter) return null;
  return {
    id: `full:${row.key}`,
    kind: "full",
    text: t("home-full", { percent: row.meter.percent }),
    says: t("home-full-says"),
    buttons: [
      { label: "home-compact", act: { method: "context.compact", params: { key: row.key } } },
    ],
  };
}

function remedy(need: Need, pairings: Pairings | null): NeedButton[] {
  switch (need.kind) {
    case "pairing":
      return pairing(need, pairings);
    case "undelivered":
      return need.reference ? delivery(need.reference) : [];
    case "channel":
      return [open("telegram")];
    case "secret":
      return [{ label: "window-need-unlock", act: { open: "model" } }];
    case "allowance":
      return [{ label: "window-allowance-go-on", act: { method: "allowance.extend", params: {} } }];
    case "price":
      return need.reference ? price(need.reference) : [];
    case "job":
      return [{ label: "plan-place", act: { place: "schedule" } }];
    case "interrupted":
      return need.reference ? cutOff(need.reference) : [];
    case "group":
      return need.reference ? group(need.reference) : [];
    case "group-lost":
      return need.reference ? [open("telegram"), leave(need.reference)] : [];
    case "config":
    case "home":
    case "failed":
      return [];
  }
}

function pairing(need: Need, pairings: Pairings | null): NeedButton[] {
  const asks = pairings?.requests ?? [];
  const found = asks.find(({ code, id }) => need.reference === code || need.reference === id);
  const request = found ?? (asks.length === 1 ? asks[0] : undefined);
  if (!request) return [open("telegram")];
  const params = { channel: request.channel, code: request.code };
  return [
    { label: "window-pairing-allow", act: { method: "pairing.approve", params } },
    { label: "window-pairing-deny", act: { method: "pairing.reject", params } },
  ];
}

/** `<account>:<group>`; a group's id holds no colon. */
function chat(reference: string): { account: string; peer: string } {
  const at = reference.lastIndexOf(":");
  return { account: reference.slice(0, at), peer: reference.slice(at + 1) };
}

function group(reference: string): NeedButton[] {
  const params = { ...chat(reference), enabled: true };
  return [
    { label: "window-group-allow", act: { method: "telegram.group.set", params } },
    leave(reference),
  ];
}

function leave(reference: string): NeedButton {
  const params = chat(reference);
  return { label: "window-group-ignore", act: { method: "telegram.group.ignore", params } };
}

function delivery(id: string): NeedButton[] {
  return [
    { label: "window-delivery-again", act: { method: "delivery.resend", params: { id } } },
    { label: "window-delivery-leave", act: { method: "delivery.dismiss", params: { id } } },
  ];
}

/** Runs of a job that were cut off. */
function cutOff(id: string): NeedButton[] {
  return [
    { label: "window-run-again", act: { method: "cron.run", params: { id, force: true } } },
    { label: "window-delivery-leave", act: { method: "cron.dismiss", params: { id } } },
  ];
}

function price(model: string): NeedButton[] {
  return [
    { label: "window-allowance-accept", act: { method: "allowance.accept", params: { model } } },
  ];
}

function open(part: SettingsPart): NeedButton {
  return { label: "window-need-settings", act: { open: part } };
}
