//! Which clocks a session has: the settings, read for one key (pure; field-reference.md §5).
//!
//! Owns the precedence: a channel's own policy alone where one is given, else the type's key by
//! key over the general one, else the old `idleMinutes`.

use chrono_tz::Tz;

use super::entry::EntryView;
use super::freshness::{Daily, ResetRules};
use super::key::{KeyKind, SessionKey};
use crate::clock::Ms;
use crate::config::{ResetMode, ResetPolicy, Session, Zone};

const MINUTE: Ms = 60_000;
/// The hour of a daily reset.
const HOUR: u64 = 4;
/// Minutes of silence where idle mode names none.
const IDLE_MINUTES: u64 = 60;

/// The zones a policy may name.
#[derive(Debug, Clone, Copy)]
pub struct Zones<'a> {
    /// `agents.defaults.userTimezone`, an IANA name.
    pub user: Option<&'a str>,
    /// The computer's.
    pub host: &'a str,
}

/// The policy of a key.
pub fn reset_policy(settings: &Session, key: &SessionKey, record: &EntryView) -> ResetPolicy {
    let channel = channel_of(key, record);
    let own = channel.and_then(|channel| settings.reset_by_channel.get(&channel));
    if let Some(own) = own {
        return *own;
    }
    let by_type = &settings.reset_by_type;
    let name = type_of(key);
    let typed = match name {
        "direct" => by_type.get("direct").or_else(|| by_type.get("dm")),
        other => by_type.get(other),
    };
    let policy = typed.copied().unwrap_or_default().over(settings.reset);
    match settings.idle_minutes {
        Some(minutes) if !policy.says_when() => ResetPolicy {
            mode: Some(ResetMode::Idle),
            idle_minutes: Some(minutes),
            ..policy
        },
        _ => policy,
    }
}

/// The clocks of a key; conversations that no person has (jobs, hooks, subagents) have none.
pub fn reset_rules(policy: ResetPolicy, key: &SessionKey, zones: Zones<'_>) -> ResetRules {
    if !matches!(key.kind(), KeyKind::Main | KeyKind::Direct | KeyKind::Group) {
        return ResetRules::default();
    }
    let minutes = |minutes: u64| Ms::try_from(minutes).unwrap_or(Ms::MAX / MINUTE) * MINUTE;
    let daily = || Daily {
        hour: u32::try_from(policy.at_hour.unwrap_or(HOUR)).unwrap_or(0),
        zone: zone_of(policy.timezone, zones),
    };
    match policy.mode.unwrap_or(ResetMode::Daily) {
        ResetMode::Daily => ResetRules {
            daily: Some(daily()),
            idle: policy.idle_minutes.map(minutes),
        },
        ResetMode::Idle => ResetRules {
            daily: None,
            idle: Some(minutes(policy.idle_minutes.unwrap_or(IDLE_MINUTES))),
        },
        ResetMode::Manual | ResetMode::None => ResetRules::default(),
    }
}

/// direct, group or thread.
pub fn type_of(key: &SessionKey) -> &'static str {
    let parts: Vec<&str> = key.as_str().split(':').skip(2).collect();
    let has = |names: [&str; 2]| parts.iter().any(|part| names.contains(part));
    if has(["thread", "topic"]) {
        "thread"
    } else if has(["group", "channel"]) {
        "group"
    } else {
        "direct"
    }
}

fn channel_of(key: &SessionKey, record: &EntryView) -> Option<String> {
    let mut parts = key.as_str().split(':').skip(2);
    let first = parts.next()?;
    let of_key = parts.next().is_some() && !matches!(first, "main" | "direct");
    match of_key {
        true => Some(first.to_owned()),
        false => record
            .text("lastChannel")
            .or_else(|| record.text("channel"))
            .map(str::to_owned),
    }
}

fn zone_of(zone: Option<Zone>, zones: Zones<'_>) -> Tz {
    let named = match zone {
        Some(Zone::Named(zone)) => return zone,
        Some(Zone::Local) => zones.host,
        Some(Zone::User) | None => zones.user.unwrap_or(zones.host),
    };
    named.parse().unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Config;

    fn settings(session: Value) -> Session {
        Config::of(json!({ "session": session })).session
    }

    /// Expected: hour and zone of the day, minutes of silence.
    fn check(session: Value, key: &str, expected: (Option<(u32, &str)>, Option<i64>)) {
        let key = SessionKey::parse(key, "main");
        let record = json!({ "lastChannel": "telegram" });
        let record = EntryView(record.as_object().unwrap().clone());
        let policy = reset_policy(&settings(session.clone()), &key, &record);
        let zones = Zones {
            user: None,
            host: "Europe/Berlin",
        };
        let rules = reset_rules(policy, &key, zones);
        let daily = rules.daily.map(|daily| (daily.hour, daily.zone.name()));
        let found = (daily, rules.idle.map(|idle| idle / MINUTE));
        assert_eq!(found, expected, "{session} {key}");
    }

    #[test]
    fn a_channel_goes_before_a_type_and_a_type_before_all() {
        let four = Some((4, "Europe/Berlin"));
        check(json!({}), "main", (four, None));
        check(
            json!({ "reset": { "atHour": 0 } }),
            "main",
            (Some((0, "Europe/Berlin")), None),
        );
        check(
            json!({ "reset": { "mode": "idle" } }),
            "main",
            (None, Some(60)),
        );
        check(
            json!({ "reset": { "idleMinutes": 30 } }),
            "main",
            (four, Some(30)),
        );
        check(json!({ "idleMinutes": 15 }), "main", (None, Some(15)));
        check(
            json!({ "idleMinutes": 15, "reset": { "mode": "daily" } }),
            "main",
            (four, None),
        );
        check(
            json!({ "idleMinutes": 15, "reset": { "saveFirst": false } }),
            "main",
            (None, Some(15)),
        );
        for never in ["manual", "none"] {
            check(
                json!({ "reset": { "mode": never, "idleMinutes": 3 } }),
                "main",
                (None, None),
            );
        }
        let typed = json!({ "reset": { "atHour": 6, "idleMinutes": 90 },
            "resetByType": { "group": { "mode": "idle" }, "dm": { "atHour": 5 }, "thread": { "mode": "none" } } });
        check(
            typed.clone(),
            "main",
            (Some((5, "Europe/Berlin")), Some(90)),
        );
        check(typed.clone(), "telegram:group:-100", (None, Some(90)));
        check(typed, "telegram:group:-100:topic:7", (None, None));
        let by_channel = json!({ "reset": { "idleMinutes": 90 }, "resetByType": { "direct": { "atHour": 5 } },
            "resetByChannel": { "telegram": { "atHour": 7 } } });
        check(
            by_channel.clone(),
            "main",
            (Some((7, "Europe/Berlin")), None),
        );
        check(
            by_channel.clone(),
            "telegram:direct:5",
            (Some((7, "Europe/Berlin")), None),
        );
        check(
            by_channel,
            "discord:direct:5",
            (Some((5, "Europe/Berlin")), Some(90)),
        );
    }

    #[test]
    fn the_zone_is_its_own_else_the_persons_else_the_computers() {
        let zoned = |zone: &str| json!({ "reset": { "timezone": zone } });
        check(zoned("Asia/Tokyo"), "main", (Some((4, "Asia/Tokyo")), None));
        check(zoned("local"), "main", (Some((4, "Europe/Berlin")), None));
        check(zoned("user"), "main", (Some((4, "Europe/Berlin")), None));
        let zones = Zones {
            user: Some("America/New_York"),
            host: "UTC",
        };
        let rules = reset_rules(ResetPolicy::default(), &SessionKey::main("main"), zones);
        assert_eq!(rules.daily.unwrap().zone.name(), "America/New_York");
    }

    #[test]
    fn what_no_person_speaks_in_has_no_clock() {
        for key in ["cron:1:run:2", "subagent:7", "hook:7"] {
            check(json!({ "reset": { "idleMinutes": 1 } }), key, (None, None));
        }
    }
}
