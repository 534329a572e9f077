//! `agents`: the defaults and the list of agents.
//!
//! Owns their keys and defaults. A listed agent's own keys win over the defaults; which of them
//! holds is answered by [`super::Config`].

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::group_chat::GroupChat;
use super::heartbeat::Heartbeat;
use super::memory::Compaction;
use super::model_choice::ModelChoice;
use super::pruning::ContextPruning;
use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::kinds::{Zone, choice};
use crate::config::path::ConfigPath;

choice! {
    /// How much a model may think before it answers.
    Thinking {
        /// Not at all.
        Off = "off",
        /// A little.
        Minimal = "minimal",
        /// Some.
        Low = "low",
        /// More.
        Medium = "medium",
        /// Much.
        High = "high",
        /// As much as there is.
        XHigh = "xhigh",
    }
}

choice! {
    /// How much of the tools' work a chat shows.
    Verbose {
        /// Nothing.
        Off = "off",
        /// Names.
        On = "on",
        /// Everything.
        Full = "full",
    }
}

choice! {
    /// How times are written to the person.
    TimeFormat {
        /// As the language has it.
        Auto = "auto",
        /// 3 pm.
        Twelve = "12",
        /// 15:00.
        TwentyFour = "24",
    }
}

/// What is known of a model in `agents.defaults.models`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelOptions {
    /// A short name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Parameters handed to the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Field for ModelOptions {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        Some(Self {
            alias: section.maybe("alias"),
            params: section.maybe("params"),
            rest: section.rest(),
        })
    }
}

/// `agents.defaults`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentDefaults {
    /// The agent's folder; absent = `workspace/` in the state directory.
    pub workspace: Option<String>,
    /// Don't make the first files (default false).
    pub skip_bootstrap: bool,
    /// The person's zone; absent = the computer's.
    pub user_timezone: Option<Zone>,
    /// Default auto.
    pub time_format: TimeFormat,
    /// The model and its fallbacks; absent = the practice agent.
    pub model: Option<ModelChoice>,
    /// Models by `provider/model`, with aliases.
    pub models: BTreeMap<String, ModelOptions>,
    /// Cap on the window, tokens; absent = the model's own.
    pub context_tokens: Option<u64>,
    /// Longest turn, seconds (600).
    pub timeout_seconds: u64,
    /// Turns at once (4).
    pub max_concurrent: u64,
    /// Absent = the model's own.
    pub thinking_default: Option<Thinking>,
    /// Default off.
    pub verbose_default: Verbose,
    /// Most characters of one file in the prompt (20,000).
    pub bootstrap_max_chars: u64,
    /// Most characters of all files in the prompt (150,000).
    pub bootstrap_total_max_chars: u64,
    /// Beats.
    pub heartbeat: Heartbeat,
    /// Summing up a long conversation.
    pub compaction: Compaction,
    /// Trimming old tool results.
    pub context_pruning: ContextPruning,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl AgentDefaults {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            workspace: section.maybe("workspace"),
            skip_bootstrap: section.or("skipBootstrap", false),
            user_timezone: section.maybe("userTimezone"),
            time_format: section.or("timeFormat", TimeFormat::Auto),
            model: section.maybe("model"),
            models: section.or("models", BTreeMap::new()),
            context_tokens: section.whole("contextTokens", 1_000, 100_000_000),
            timeout_seconds: section.whole("timeoutSeconds", 1, 86_400).unwrap_or(600),
            max_concurrent: section.whole("maxConcurrent", 1, 64).unwrap_or(4),
            thinking_default: section.maybe("thinkingDefault"),
            verbose_default: section.or("verboseDefault", Verbose::Off),
            bootstrap_max_chars: section
                .whole("bootstrapMaxChars", 100, 1_000_000)
                .unwrap_or(20_000),
            bootstrap_total_max_chars: section
                .whole("bootstrapTotalMaxChars", 100, 10_000_000)
                .unwrap_or(150_000),
            heartbeat: section.section("heartbeat", |s| Heartbeat::read(s, &Heartbeat::default())),
            compaction: section.section("compaction", Compaction::read),
            context_pruning: section.section("contextPruning", ContextPruning::read),
            rest: section.rest(),
        }
    }
}

/// One of `agents.list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentEntry {
    /// `[a-z0-9][a-z0-9_-]{0,63}` after normalising.
    pub id: String,
    /// The one that is meant when none is named.
    pub default: bool,
    /// Shown name.
    pub name: Option<String>,
    /// Its own folder.
    pub workspace: Option<String>,
    /// Its own model.
    pub model: Option<ModelChoice>,
    /// Its own beats, the defaults filled in. If any agent has this, only those beat.
    pub heartbeat: Option<Heartbeat>,
    /// How it behaves in groups.
    pub group_chat: Option<GroupChat>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl AgentEntry {
    fn read(mut section: Section<'_>, defaults: &AgentDefaults) -> Self {
        Self {
            id: normal_id(&section.or("id", String::new())),
            default: section.or("default", false),
            name: section.maybe("name"),
            workspace: section.maybe("workspace"),
            model: section.maybe("model"),
            heartbeat: section.section_if("heartbeat", |s| Heartbeat::read(s, &defaults.heartbeat)),
            group_chat: section.maybe("groupChat"),
            rest: section.rest(),
        }
    }
}

/// `agents`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agents {
    /// What holds for all.
    pub defaults: AgentDefaults,
    /// The agents; empty = one, `main`.
    pub list: Vec<AgentEntry>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Agents {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let defaults = section.section("defaults", AgentDefaults::read);
        let list = section.list("list", |entry| AgentEntry::read(entry, &defaults));
        Self {
            defaults,
            list,
            rest: section.rest(),
        }
    }
}

/// The id of an agent or an account as keys hold it (field-reference §3): lower case, other
/// characters to `-`, at most 64; empty becomes `main`.
pub fn normal_id(id: &str) -> String {
    let mut normal = String::new();
    for c in id.trim().to_lowercase().chars().take(256) {
        let kept = c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        if kept {
            normal.push(c);
        } else if !normal.ends_with('-') {
            normal.push('-');
        }
    }
    let trimmed = normal.trim_start_matches(['-', '_']);
    let cut = trimmed[..trimmed.len().min(64)].trim_end_matches('-');
    if cut.is_empty() { "main" } else { cut }.to_owned()
}
