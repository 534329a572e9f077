// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * When a job runs, as a person writes it. At most one of the first four is given; a zone alone
 * changes the zone of what is there, a start or an end alone leaves the rhythm.
 */
export type CronWhen = {
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
 * RFC 5545; without DTSTART it begins now.
 */
rrule?: string,
/**
 * An IANA name; absent = the computer's zone.
 */
tz?: string,
/**
 * No run before this time; empty = no such bound any more.
 */
startAt?: string,
/**
 * No run behind this time; empty = no such bound any more.
 */
endAt?: string, };
