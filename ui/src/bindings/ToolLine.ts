// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A tool call as a person sees it.
 */
export type ToolLine = {
/**
 * The call's id.
 */
id: string,
/**
 * The tool.
 */
name: string,
/**
 * A sentence in the past tense: what it did.
 */
text: string,
/**
 * Its arguments.
 */
input: unknown,
/**
 * What it answered, cut to 4,000 characters; null while it runs.
 */
output: string | null,
/**
 * It failed or was refused.
 */
isError: boolean,
/**
 * How long it took, ms.
 */
ms: number | null, };
