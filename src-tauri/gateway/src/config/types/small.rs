//! The small sections: `cron`, `ui`, `allowance`, `tools`, `messages`, `commands`.
//!
//! Owns their keys and defaults.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::group_chat::GroupChat;
use super::hearing::Media;
use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::kinds::{Span, choice};
use crate::config::names::NameRules;
use crate::config::path::ConfigPath;
use crate::config::problem::Allowed;
use crate::secret::SecretRef;

/// How long something is kept: a span, or for ever (`false` in the file).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention(pub Option<Span>);

impl Serialize for Retention {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(span) => span.serialize(serializer),
            None => serializer.serialize_bool(false),
        }
    }
}

impl Field for Retention {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match value {
            Value::Bool(false) => Some(Self(None)),
            Value::Bool(true) => findings.refuse(path, &value, Allowed::Duration),
            span => Span::read(span, path, findings).map(|span| Self(Some(span))),
        }
    }
}

/// `cron`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cron {
    /// Default true.
    pub enabled: bool,
    /// Where jobs.json lies; read and not followed.
    pub store: Option<String>,
    /// Runs at once (1).
    pub max_concurrent_runs: u64,
    /// How long sessions of runs are kept (24h).
    pub session_retention: Retention,
    /// `{maxBytes, keepLines}`.
    pub run_log: Option<Value>,
    /// Sent with webhooks. Never the token itself.
    pub webhook_token: Option<SecretRef>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Cron {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let day = Retention(Some(Span::minutes(24 * 60)));
        Self {
            enabled: section.or("enabled", true),
            store: section.maybe("store"),
            max_concurrent_runs: section.whole("maxConcurrentRuns", 1, 64).unwrap_or(1),
            session_retention: section.or("sessionRetention", day),
            run_log: section.maybe("runLog"),
            webhook_token: section.maybe("webhookToken"),
            rest: section.rest(),
        }
    }
}

choice! {
    /// The window's look.
    Theme {
        /// As the computer.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

choice! {
    /// The language Cove speaks.
    UiLanguage {
        /// English.
        English = "en",
        /// Simplified Chinese.
        Chinese = "zh-CN" | "zh" | "zh-Hans",
    }
}

choice! {
    /// How far a person is with the welcome.
    WelcomeMark {
        /// Which model answers.
        Model = "model",
        /// Names, quiet hours, allowance.
        You = "you",
        /// The bot.
        Telegram = "telegram",
        /// Through, or never wanted.
        Done = "done",
    }
}

/// `ui`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ui {
    /// Absent = the computer's.
    pub language: Option<UiLanguage>,
    /// Default system.
    pub theme: Theme,
    /// The step of the welcome that waits; absent = it waits where nothing is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcome: Option<WelcomeMark>,
    /// What the desktop is told of.
    pub notifications: Notifications,
    /// Cove starts when the person logs in; absent = nobody said yet.
    #[serde(rename = "startAtLogin", skip_serializing_if = "Option::is_none")]
    pub start_at_login: Option<bool>,
    /// Keys that open Cove from anywhere, such as `Ctrl+Alt+Space`; absent = none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

/// `ui.notifications`: what is worth one while nobody sees the window. Each is on unless it is
/// turned off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notifications {
    /// Answers to what a person wrote.
    pub answers: bool,
    /// What jobs and check-ins say.
    pub jobs: bool,
    /// What Cove says by itself: something needs the person.
    pub notices: bool,
    /// With the desktop's sound.
    pub sound: bool,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Notifications {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            answers: section.or("answers", true),
            jobs: section.or("jobs", true),
            notices: section.or("notices", true),
            sound: section.or("sound", true),
            rest: section.rest(),
        }
    }
}

impl Ui {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            language: section.maybe("language"),
            theme: section.or("theme", Theme::System),
            welcome: section.maybe("welcome"),
            notifications: section.section("notifications", Notifications::read),
            start_at_login: section.maybe("startAtLogin"),
            shortcut: section.maybe("shortcut"),
            rest: section.rest(),
        }
    }
}

/// `allowance`: what may be spent by what runs by itself, US dollars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allowance {
    /// A day (1.00); zero = nothing runs by itself, `null` = no limit.
    pub day: Option<f64>,
    /// A month (20.00), alike.
    pub month: Option<f64>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Allowance {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            day: section.or_none("day", 1.0),
            month: section.or_none("month", 20.0),
            rest: section.rest(),
        }
    }

    /// The day's, in nano-dollars; `None` = no limit.
    pub fn day_nano(&self) -> Option<i64> {
        self.day.map(nano)
    }

    /// The month's, in nano-dollars; `None` = no limit.
    pub fn month_nano(&self) -> Option<i64> {
        self.month.map(nano)
    }
}

/// Dollars in nano-dollars, at most 9 million dollars, so that it stays below 2^53.
#[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=9e15 first")]
fn nano(dollars: f64) -> i64 {
    (dollars * 1e9).round().clamp(0.0, 9.0e15) as i64
}

/// `tools`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tools {
    /// Only these; absent or empty = all the turn's class may use.
    pub allow: Option<Vec<String>>,
    /// Never these; wins.
    pub deny: Vec<String>,
    /// Running programs; off unless a person turned it on.
    pub exec: Option<Value>,
    /// Sounds and pictures.
    pub media: Media,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Tools {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            allow: section.maybe("allow"),
            deny: section.or("deny", Vec::new()),
            exec: section.maybe("exec"),
            media: section.section("media", Media::read),
            rest: section.rest(),
        }
    }

    /// Which tools may be used.
    pub fn rules(&self) -> NameRules {
        NameRules::of(self.allow.as_deref().unwrap_or_default(), &self.deny)
    }
}

/// Whether channels show a menu of commands: `auto` (true) or a switch.
struct NativeMenu(bool);

impl Field for NativeMenu {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match &value {
            Value::Bool(on) => Some(Self(*on)),
            Value::String(word) if word == "auto" => Some(Self(true)),
            _ => findings.refuse(path, &value, Allowed::OneOf(&["auto", "true", "false"])),
        }
    }
}

/// `commands`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Commands {
    /// Channels show a menu of them (auto, which is true).
    pub native: bool,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Commands {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            native: section.or("native", NativeMenu(true)).0,
            rest: section.rest(),
        }
    }
}

/// What Cove adds to `messages`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagesExtra {
    /// Channels of whose conversations a daily log is kept, such as `telegram` (none).
    pub daily_log: Vec<String>,
    /// Keys this Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl MessagesExtra {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            daily_log: section.or("dailyLog", Vec::new()),
            rest: section.rest(),
        }
    }
}

/// `messages.inbound`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InboundMessages {
    /// How long it must be quiet before what one person typed is taken as one message, ms (0).
    pub debounce_ms: u64,
    /// The same for one channel, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_channel: BTreeMap<String, u64>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl InboundMessages {
    /// Longest quiet that is waited for, ms: nobody waits longer for an answer to begin.
    const LONGEST: u64 = 60_000;

    fn read(mut section: Section<'_>) -> Self {
        Self {
            debounce_ms: section
                .whole("debounceMs", 0, Self::LONGEST)
                .unwrap_or_default(),
            by_channel: section.section("byChannel", Self::channels),
            rest: section.rest(),
        }
    }

    fn channels(mut section: Section<'_>) -> BTreeMap<String, u64> {
        let mut found = BTreeMap::new();
        for channel in section.names() {
            if let Some(ms) = section.whole(&channel, 0, Self::LONGEST) {
                found.insert(channel, ms);
            }
        }
        found
    }

    /// The quiet that holds for a channel, ms.
    pub fn quiet(&self, channel: &str) -> u64 {
        self.by_channel
            .get(channel)
            .copied()
            .unwrap_or(self.debounce_ms)
    }
}

/// `messages`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Messages {
    /// Put before each answer.
    pub response_prefix: Option<String>,
    /// The reaction that says “seen”; absent = eyes, empty = none.
    pub ack_reaction: Option<String>,
    /// Where it is set (group-mentions).
    pub ack_reaction_scope: String,
    /// Messages typed fast, one behind the other.
    pub inbound: InboundMessages,
    /// `{mode, debounceMs, cap, drop, byChannel}`.
    pub queue: Option<Value>,
    /// `{mentionPatterns, historyLimit}`.
    pub group_chat: Option<GroupChat>,
    /// What Cove adds to the field's keys.
    pub cove: MessagesExtra,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Messages {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            response_prefix: section.maybe("responsePrefix"),
            ack_reaction: section.maybe("ackReaction"),
            ack_reaction_scope: section.or("ackReactionScope", "group-mentions".to_owned()),
            inbound: section.section("inbound", InboundMessages::read),
            queue: section.maybe("queue"),
            group_chat: section.maybe("groupChat"),
            cove: section
                .section_if("cove", MessagesExtra::read)
                .unwrap_or_default(),
            rest: section.rest(),
        }
    }
}
