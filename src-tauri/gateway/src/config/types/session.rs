//! `session`: keys, resets, upkeep (field-reference §3, §5, §12).
//!
//! Owns the keys and defaults; what they mean is the session's and the router's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::kinds::{Id, Span, Word, Zone, choice};
use crate::config::path::ConfigPath;
use crate::config::problem::Allowed;

choice! {
    /// Whether senders share one session.
    SessionScope {
        /// One each.
        PerSender = "per-sender",
        /// One for all.
        Global = "global",
    }
}

choice! {
    /// Which session a direct chat belongs to.
    DmScope {
        /// The main one.
        Main = "main",
        /// One a person.
        PerPeer = "per-peer",
        /// One a person and channel.
        PerChannelPeer = "per-channel-peer",
        /// One a person, channel and account.
        PerAccountChannelPeer = "per-account-channel-peer",
    }
}

choice! {
    /// What makes a session stale.
    ResetMode {
        /// The hour.
        Daily = "daily",
        /// Silence.
        Idle = "idle",
        /// Only a person.
        Manual = "manual",
        /// Nothing.
        None = "none",
    }
}

choice! {
    /// What a person's own reset does first.
    ManualReset {
        /// Keep what is worth keeping, then start anew.
        Save = "save",
        /// Just start anew.
        Plain = "plain",
        /// The window asks; elsewhere as `save`.
        Ask = "ask",
    }
}

choice! {
    /// Which resets carry the tail of the talk over.
    CarryoverReason {
        /// The hour.
        Daily = "daily",
        /// Silence.
        Idle = "idle",
        /// A person.
        New = "new" | "reset",
    }
}

choice! {
    /// Whether old sessions go by themselves.
    MaintenanceMode {
        /// Health says what would go.
        Warn = "warn",
        /// They go to the trash.
        Enforce = "enforce",
    }
}

/// When a session starts fresh; absent keys come from the wider policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetPolicy {
    /// Default daily.
    pub mode: Option<ResetMode>,
    /// 0 to 23, the person's zone (4).
    pub at_hour: Option<u64>,
    /// Minutes of silence; 60 in idle mode.
    pub idle_minutes: Option<u64>,
    /// Of the hour; default `agents.defaults.userTimezone`, else the computer's.
    pub timezone: Option<Zone>,
    /// What a person's own reset does first (save).
    pub manual: Option<ManualReset>,
    /// Whether a reset by the clock keeps what is worth keeping first; default yes, no for groups.
    pub save_first: Option<bool>,
}

impl Field for ResetPolicy {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        let policy = Self {
            mode: section.maybe("mode"),
            at_hour: section.whole("atHour", 0, 23),
            idle_minutes: section.whole("idleMinutes", 1, 10_000_000),
            timezone: section.maybe("timezone"),
            manual: section.maybe("manual"),
            save_first: section.maybe("saveFirst"),
        };
        section.rest();
        Some(policy)
    }
}

impl ResetPolicy {
    /// Each key of this one, else of the wider one.
    pub fn over(self, wider: Self) -> Self {
        Self {
            mode: self.mode.or(wider.mode),
            at_hour: self.at_hour.or(wider.at_hour),
            idle_minutes: self.idle_minutes.or(wider.idle_minutes),
            timezone: self.timezone.or(wider.timezone),
            manual: self.manual.or(wider.manual),
            save_first: self.save_first.or(wider.save_first),
        }
    }

    /// Whether it says anything about when.
    pub fn says_when(self) -> bool {
        self.mode.is_some() || self.at_hour.is_some() || self.idle_minutes.is_some()
    }
}

/// What a new session gets of the one before (seed 003).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Carryover {
    /// At most so many messages (20).
    pub tail_messages: u64,
    /// At most so many characters (8,000).
    pub max_chars: u64,
    /// Default daily and idle.
    pub reasons: Vec<CarryoverReason>,
    /// Keys that get none (`*:cron:*`).
    pub exclude: Vec<String>,
}

impl Default for Carryover {
    fn default() -> Self {
        Self::read(Section::open(
            Value::Null,
            ConfigPath::default(),
            &mut Findings::default(),
        ))
    }
}

impl Carryover {
    fn read(mut section: Section<'_>) -> Self {
        let reasons = || vec![CarryoverReason::Daily, CarryoverReason::Idle];
        let read = Self {
            tail_messages: section.whole("tailMessages", 0, 1_000).unwrap_or(20),
            max_chars: section.whole("maxChars", 0, 1_000_000).unwrap_or(8_000),
            reasons: section.or("reasons", reasons()),
            exclude: section.or("exclude", vec!["*:cron:*".to_owned()]),
        };
        section.rest();
        read
    }
}

impl Field for Carryover {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        Some(Self::read(Section::open(value, path.clone(), findings)))
    }
}

/// How long old sessions stay (field-reference §1).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Maintenance {
    /// Default warn.
    pub mode: MaintenanceMode,
    /// Conversations that were quiet so long go (30 days).
    pub prune_after: Span,
    /// So many conversations stay (500).
    pub max_entries: u64,
    /// Earlier sessions of a conversation stay so long; default as `pruneAfter`.
    pub reset_archive_retention: Option<Span>,
    /// Bytes all transcripts may take; absent = any.
    pub max_disk_bytes: Option<u64>,
    /// Down to so many bytes once there were too many (80 %).
    pub high_water_bytes: Option<u64>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Maintenance {
    fn read(mut section: Section<'_>) -> Self {
        const MOST: u64 = 1 << 53;
        Self {
            mode: section.or("mode", MaintenanceMode::Warn),
            prune_after: section.or("pruneAfter", Span::minutes(30 * 24 * 60)),
            max_entries: section.whole("maxEntries", 1, 1_000_000).unwrap_or(500),
            reset_archive_retention: section.maybe("resetArchiveRetention"),
            max_disk_bytes: section.whole("maxDiskBytes", 1, MOST),
            high_water_bytes: section.whole("highWaterBytes", 1, MOST),
            rest: section.rest(),
        }
    }
}

/// One name for a person's ids, in the order of the file: `{alice: ["telegram:123"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdentityLinks(pub Vec<(String, Vec<Id>)>);

impl Serialize for IdentityLinks {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, ids)| (name, ids)))
    }
}

impl Field for IdentityLinks {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let Value::Object(map) = value else {
            return findings.refuse(path, &value, Allowed::Object);
        };
        let mut links = Vec::with_capacity(map.len());
        for (name, ids) in map {
            findings.asks(path.key(&name));
            if let Some(ids) = Vec::read(ids, &path.key(&name), findings) {
                links.push((name, ids));
            }
        }
        Some(Self(links))
    }
}

impl IdentityLinks {
    /// The name of whoever has this id, `<peer>` or `<channel>:<peer>` in any case; the first hit.
    pub fn name_of(&self, channel: &str, peer: &str) -> Option<&str> {
        let (peer, full) = (
            peer.to_lowercase(),
            format!("{channel}:{peer}").to_lowercase(),
        );
        let is_it = |id: &Id| {
            let id = id.0.trim().to_lowercase();
            !id.is_empty() && (id == peer || id == full)
        };
        let named = self.0.iter().filter(|(name, _)| !name.trim().is_empty());
        named
            .filter(|(_, ids)| ids.iter().any(is_it))
            .map(|(name, _)| name.trim())
            .next()
    }
}

/// `session`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Default per-sender.
    pub scope: SessionScope,
    /// Default main.
    pub dm_scope: DmScope,
    /// What the main conversation is called in its key (main).
    pub main_key: Word,
    /// One name for a person's ids in several channels.
    pub identity_links: IdentityLinks,
    /// For all.
    pub reset: ResetPolicy,
    /// By direct (also `dm`), group, thread.
    pub reset_by_type: BTreeMap<String, ResetPolicy>,
    /// By channel; alone where given.
    pub reset_by_channel: BTreeMap<String, ResetPolicy>,
    /// The old way to say idle reset, minutes.
    pub idle_minutes: Option<u64>,
    /// Default `/new`, `/reset`; a list replaces them.
    pub reset_triggers: Vec<String>,
    /// `{default, rules}`.
    pub send_policy: Option<Value>,
    /// What a new session gets of the one before; absent = as the plugin of that name says, else
    /// the defaults.
    pub carryover: Option<Carryover>,
    /// How long old sessions stay.
    pub maintenance: Maintenance,
    /// Where sessions.json lies; read and not followed.
    pub store: Option<String>,
    /// never, instant, thinking, message.
    pub typing_mode: Option<String>,
    /// Seconds between typing notices (6).
    pub typing_interval_seconds: u64,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Session {
    /// The last word of the main conversation's key: `mainKey`, or `global` where all share one.
    pub fn main_word(&self) -> &str {
        match self.scope {
            SessionScope::Global => "global",
            SessionScope::PerSender => &self.main_key.0,
        }
    }

    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let triggers = || vec!["/new".to_owned(), "/reset".to_owned()];
        Self {
            scope: section.or("scope", SessionScope::PerSender),
            dm_scope: section.or("dmScope", DmScope::Main),
            main_key: section.or("mainKey", Word("main".to_owned())),
            identity_links: section.or("identityLinks", IdentityLinks::default()),
            reset: section.or("reset", ResetPolicy::default()),
            reset_by_type: section.or("resetByType", BTreeMap::new()),
            reset_by_channel: section.or("resetByChannel", BTreeMap::new()),
            idle_minutes: section.whole("idleMinutes", 1, 10_000_000),
            reset_triggers: section.or("resetTriggers", triggers()),
            send_policy: section.maybe("sendPolicy"),
            carryover: section.maybe("carryover"),
            maintenance: section.section("maintenance", Maintenance::read),
            store: section.maybe("store"),
            typing_mode: section.maybe("typingMode"),
            typing_interval_seconds: section
                .whole("typingIntervalSeconds", 1, 3_600)
                .unwrap_or(6),
            rest: section.rest(),
        }
    }
}
