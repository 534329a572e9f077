// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { ShortcutRow } from "./ShortcutRow";

/**
 * What the desktop around the window is to do.
 */
export type DesktopRow = {
/**
 * It is quiet: what Cove says by itself waits.
 */
quiet: boolean,
/**
 * Answers are notified.
 */
answers: boolean,
/**
 * What jobs and check-ins say is notified.
 */
jobs: boolean,
/**
 * That something needs the person is notified.
 */
notices: boolean,
/**
 * Notifications have a sound.
 */
sound: boolean,
/**
 * Cove starts at login; null = nobody said yet.
 */
startAtLogin: boolean | null,
/**
 * The keys that open Cove from anywhere; absent = none are set.
 */
shortcut?: ShortcutRow, };
