// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Keep } from "./Keep";

/**
 * A secret's whereabouts.
 */
export type SecretRow = {
/**
 * `models.providers.anthropic.apiKey`, `channels.telegram.botToken`.
 */
path: string,
/**
 * Where.
 */
keep: Keep,
/**
 * The only server that gets it: scheme, host and port.
 */
origin: string | null, };
