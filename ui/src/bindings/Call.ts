// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A request on its way.
 */
export type Call = {
/**
 * `capability.verb`.
 */
method: string,
/**
 * The request's fields.
 */
params: unknown,
/**
 * Made by the client for a mutation; the same id again gives the first answer (24 h).
 */
requestId?: string, };
