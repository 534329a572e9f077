// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A model server on this computer.
 */
export type LocalServer = {
/**
 * Ollama, LM Studio, llamafile.
 */
name: string,
/**
 * Its address.
 */
baseUrl: string,
/**
 * Its models.
 */
models: Array<string>, };
