//! The makers of models the window offers by name. Data; anything else goes by “Other”.
import type { ModelRow } from "$lib/bindings/ModelRow";
import type { WordKey } from "$lib/words/words.svelte";

export interface Provider {
  id: string;
  /** The maker's own name: the same in every language. */
  name: string;
  says: WordKey;
  /** The only server that gets the key. */
  origin: string;
  /** Where a key is made. */
  keys: string;
  /** Offered first, if the catalogue has it. */
  suggested: string;
}

export const PROVIDERS: readonly Provider[] = [
  {
    id: "anthropic",
    name: "Anthropic",
    says: "window-provider-anthropic",
    origin: "https://api.anthropic.com",
    keys: "https://console.anthropic.com/settings/keys",
    suggested: "anthropic/claude-haiku-4-5",
  },
  {
    id: "openai",
    name: "OpenAI",
    says: "window-provider-openai",
    origin: "https://api.openai.com",
    keys: "https://platform.openai.com/api-keys",
    suggested: "openai/gpt-5-mini",
  },
  {
    id: "gemini",
    name: "Google",
    says: "window-provider-gemini",
    origin: "https://generativelanguage.googleapis.com",
    keys: "https://aistudio.google.com/apikey",
    suggested: "gemini/gemini-2.5-flash",
  },
  {
    id: "openrouter",
    name: "OpenRouter",
    says: "window-provider-openrouter",
    origin: "https://openrouter.ai",
    keys: "https://openrouter.ai/keys",
    suggested: "openrouter/anthropic/claude-haiku-4.5",
  },
  {
    id: "deepseek",
    name: "DeepSeek",
    says: "window-provider-deepseek",
    origin: "https://api.deepseek.com",
    keys: "https://platform.deepseek.com/api_keys",
    suggested: "deepseek/deepseek-chat",
  },
  {
    id: "mistral",
    name: "Mistral",
    says: "window-provider-mistral",
    origin: "https://api.mistral.ai",
    keys: "https://console.mistral.ai/api-keys",
    suggested: "mistral/mistral-small-latest",
  },
  {
    id: "groq",
    name: "Groq",
    says: "window-provider-groq",
    origin: "https://api.groq.com",
    keys: "https://console.groq.com/keys",
    suggested: "groq/llama-3.3-70b-versatile",
  },
  {
    id: "moonshot",
    name: "Moonshot",
    says: "window-provider-moonshot",
    origin: "https://api.moonshot.ai",
    keys: "https://platform.moonshot.ai/console/api-keys",
    suggested: "moonshot/kimi-k2-0905-preview",
  },
];

export const PRACTICE = "cove/practice";

/** The provider part of `provider/model`. */
export function providerOf(model: string): string {
  return model.split("/", 1)[0] ?? model;
}

export function providerNamed(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id);
}

/** The setting that names a provider's key. */
export function keyPath(provider: string): string {
  return `models.providers.${provider}.apiKey`;
}

/** A provider's models, newest names first as the catalogue sorts them, and the one to begin with. */
export function modelsOf(models: readonly ModelRow[], provider: Provider) {
  const rows = models.filter((row) => providerOf(row.id) === provider.id);
  const suggested = rows.find((row) => row.id === provider.suggested) ?? rows[0];
  return { rows, suggested: suggested?.id ?? provider.suggested };
}

/** Models that could stand in: their key is there, and nobody asks them yet. */
export function standIns(models: readonly ModelRow[], chosen: readonly string[]): ModelRow[] {
  return models.filter(
    (row) => row.hasKey && !row.inUse && row.id !== PRACTICE && !chosen.includes(row.id),
  );
}

/** A short name a person may give to a server of their own; null if it can't be one. */
export function cleanProviderId(text: string): string | null {
  const id = text.trim();
  return /^[a-z][a-z0-9-]*$/.test(id) ? id : null;
}

/** Scheme, host and port of an address; null if it is none. */
export function originOf(address: string): string | null {
  try {
    const url = new URL(address.trim());
    return url.protocol === "http:" || url.protocol === "https:" ? url.origin : null;
  } catch {
    return null;
  }
}
