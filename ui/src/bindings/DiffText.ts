// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A unified diff.
 */
export type DiffText = {
/**
 * Unified diff.
 */
diff: string, };
