// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { SearchHit } from "./SearchHit";

/**
 * What was found.
 */
export type SearchHits = {
/**
 * Newest first.
 */
hits: Array<SearchHit>, };
