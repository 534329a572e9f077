// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A tool.
 */
export type ToolRow = {
/**
 * Its name, as the settings write it.
 */
name: string,
/**
 * What it does, in a few words.
 */
title: string,
/**
 * What the agent can do with it, in a sentence.
 */
about: string,
/**
 * It changes something; otherwise it only looks.
 */
changes: boolean,
/**
 * The agent may use it.
 */
on: boolean,
/**
 * It is off by this pattern of `tools.deny`, which may be about others too.
 */
pattern: string | null, };
