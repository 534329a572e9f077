// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What makes Cove think of a beat.
 */
export type BeatOccasion = "slot" | "event" | "person";
