//! What the window needs of the system it runs in. Two implementations: Tauri, and a scripted
//! gateway in memory for tests and plain browsers.
import type { ApiError } from "$lib/bindings/ApiError";
import type { Methods } from "$lib/bindings/methods";
import type { Since } from "$lib/bindings/Since";
import type { StreamItem } from "$lib/bindings/StreamItem";

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]["params"];
export type Answer<M extends Method> = Methods[M]["answer"];

export interface Platform {
  /** Carries one call; rejects with an {@link ApiError}. */
  rpc<M extends Method>(method: M, params: Params<M>, requestId?: string): Promise<Answer<M>>;
  /** Opens the stream of events; the answer ends it. */
  subscribe(since: Since | undefined, onItem: (item: StreamItem) => void): Promise<() => void>;
  /** Opens an address in the system's browser. */
  openLink(url: string): Promise<void>;
}

/** The carrier itself failed, before or instead of the gateway's answer. */
export const CARRIER_LOST = "window-carrier-lost";

/** Whatever was thrown, as the error that travels. */
export function asApiError(thrown: unknown): ApiError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    const error = thrown as Partial<ApiError>;
    return { params: {}, ...error, code: String(error.code), message: String(error.message) };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: CARRIER_LOST, message, params: {} };
}
