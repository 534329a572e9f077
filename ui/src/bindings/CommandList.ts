// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Lists what can be typed behind a slash by the owner, in the order of the help.
 */
export type CommandList = Record<symbol, never>;
