// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A model.
 */
export type ModelRow = {
/**
 * `provider/model`.
 */
id: string,
/**
 * Its name.
 */
label: string,
/**
 * Its window, tokens.
 */
contextTokens: number,
/**
 * US dollars per million tokens.
 */
input: number | null,
/**
 * US dollars per million tokens.
 */
output: number | null,
/**
 * It answers now.
 */
inUse: boolean,
/**
 * Its key is known, or it needs none.
 */
hasKey: boolean, };
