//! `session`: keys, resets, upkeep (field-reference §3, §5, §12).
//!
//! Owns the keys and defaults; what they mean is the session's and the router's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::kinds::{Id, Word, choice};
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
}

impl Field for ResetPolicy {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        let policy = Self {
            mode: section.maybe("mode"),
            at_hour: section.whole("atHour", 0, 23),
            idle_minutes: section.whole("idleMinutes", 1, 10_000_000),
        };
        section.rest();
        Some(policy)
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
    /// `{mode, pruneAfter, maxEntries, …}`.
    pub maintenance: Option<Value>,
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
            maintenance: section.maybe("maintenance"),
            store: section.maybe("store"),
            typing_mode: section.maybe("typingMode"),
            typing_interval_seconds: section
                .whole("typingIntervalSeconds", 1, 3_600)
                .unwrap_or(6),
            rest: section.rest(),
        }
    }
}
