// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A command.
 */
export type CommandRow = {
/**
 * Its name without the slash.
 */
name: string,
/**
 * Other names it is known by.
 */
aliases: Array<string>,
/**
 * What may follow, as the help writes it; empty = nothing.
 */
usage: string,
/**
 * What it does, in a sentence.
 */
about: string, };
