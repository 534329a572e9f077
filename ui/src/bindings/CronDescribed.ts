// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A schedule in words.
 */
export type CronDescribed = {
/**
 * In words.
 */
description: string,
/**
 * The zone of its times.
 */
zone: string, };
