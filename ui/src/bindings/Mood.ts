// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The agent's state, for icon and sentence.
 */
export type Mood = "well" | "working" | "paused" | "needs-you";
