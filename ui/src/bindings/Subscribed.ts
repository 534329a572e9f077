// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The answer to [`Subscribe`] itself.
 */
export type Subscribed = Record<symbol, never>;
