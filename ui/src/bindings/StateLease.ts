// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Who may write a state, until when.
 */
export type StateLease = {
/**
 * The conversation or program.
 */
holder: string,
/**
 * Since, ISO 8601.
 */
acquiredAt: string,
/**
 * Until, ISO 8601.
 */
expiresAt: string, };
