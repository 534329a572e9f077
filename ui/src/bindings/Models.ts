// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ModelRow } from "./ModelRow";

/**
 * Models.
 */
export type Models = {
/**
 * By provider and name.
 */
models: Array<ModelRow>,
/**
 * What is asked where the model in use can't answer: `provider/model`, in order.
 */
fallbacks: Array<string>, };
