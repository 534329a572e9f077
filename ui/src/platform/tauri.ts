//! The gateway behind Tauri's two commands. The only file that imports @tauri-apps/api.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { StreamItem } from "$lib/bindings/StreamItem";
import { asApiError, type Answer, type Platform } from "./types";

export const tauri: Platform = {
  async rpc(method, params, requestId) {
    try {
      return await invoke<Answer<typeof method>>("rpc", { request: { method, params, requestId } });
    } catch (thrown) {
      throw asApiError(thrown);
    }
  },
  async subscribe(since, onItem) {
    const channel = new Channel<StreamItem>();
    channel.onmessage = onItem;
    try {
      await invoke("subscribe", { since: since ?? null, channel });
    } catch (thrown) {
      throw asApiError(thrown);
    }
    return () => {
      channel.onmessage = () => undefined;
    };
  },
  async openLink(url) {
    try {
      await invoke("plugin:opener|open_url", { url });
    } catch (thrown) {
      throw asApiError(thrown);
    }
  },
};
