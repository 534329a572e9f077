// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The model that answers.
 */
export type ModelInUse = {
/**
 * `provider/model`; `cove/practice` for the practice agent.
 */
id: string,
/**
 * Its name.
 */
label: string,
/**
 * A rehearsal without AI.
 */
practice: boolean,
/**
 * Its window or cap, tokens.
 */
contextTokens: number, };
