// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Looks at everything and changes nothing.
 */
export type HealthCheck = Record<symbol, never>;
