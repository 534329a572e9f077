//! What needs the person, with the buttons that mend it. Pure: buttons are requests as data.
import type { Need } from "$lib/bindings/Need";
import type { Pairings } from "$lib/bindings/Pairings";
import type { SettingsPart } from "$lib/stores/place.svelte";
import type { Method, Params } from "$lib/platform";
import type { WordKey } from "$lib/words/words.svelte";

type Ask = { [M in Method]: { method: M; params: Params<M> } }[Method];

export interface NeedButton {
  label: WordKey;
  act: Ask | { open: SettingsPart };
}

export interface NeedRow {
  id: string;
  /** The gateway's sentence, with a request's code. */
  text: string;
  buttons: NeedButton[];
}

/** In the gateway's order: worst first. */
export function needRows(needs: readonly Need[], pairings: Pairings | null): NeedRow[] {
  return needs.map((need) => ({ id: need.id, text: need.text, buttons: remedy(need, pairings) }));
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
    case "config":
    case "home":
    case "failed":
    case "job":
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

function delivery(id: string): NeedButton[] {
  return [
    { label: "window-delivery-again", act: { method: "delivery.resend", params: { id } } },
    { label: "window-delivery-leave", act: { method: "delivery.dismiss", params: { id } } },
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
