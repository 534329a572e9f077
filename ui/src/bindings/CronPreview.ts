// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What a schedule would do, as a person writes it. Exactly one of `cron`, `every`, `at` and
 * `rrule` is given. Changes nothing and needs no gateway.
 */
export type CronPreview = {
/**
 * Five fields, or six with seconds.
 */
cron?: string,
/**
 * A span such as `30m`.
 */
every?: string,
/**
 * A time such as `20m`, `tomorrow 9:00` or ISO 8601.
 */
at?: string,
/**
 * RFC 5545; without DTSTART it begins at `from`.
 */
rrule?: string,
/**
 * An IANA name; absent = the computer's zone.
 */
tz?: string,
/**
 * Runs strictly behind this time; absent = now.
 */
from?: string,
/**
 * So many runs, at most 1,000; absent = 5.
 */
count?: number,
/**
 * The other fields of a job, as in `jobs.json`: with them the answer says what it will cost,
 * and keeps to its first and last moment.
 */
job?: Record<string, unknown>, };
