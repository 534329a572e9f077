// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A time without beats.
 */
export type QuietTime = {
/**
 * From, ms.
 */
from: number,
/**
 * Until before, ms.
 */
until: number, };
