// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a part is.
 */
export type PartKind = "instructions" | "files" | "tools" | "summary" | "carryover" | "people" | "agent" | "tool-calls" | "tool-results" | "pictures" | "notes";
