// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The bots and the groups they are in, with what each means.
 */
export type TelegramGroups = Record<symbol, never>;
