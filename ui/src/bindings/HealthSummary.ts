// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * How sound the home was at the last check.
 */
export type HealthSummary = {
/**
 * When, ms.
 */
checkedAt: number,
/**
 * Things that do not work or may be lost.
 */
errors: number,
/**
 * Things that will go wrong.
 */
warnings: number,
/**
 * Good to know.
 */
infos: number,
/**
 * All of it in a sentence.
 */
text: string, };
