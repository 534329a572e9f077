//! The typed settings, one file a section.
//!
//! Owns [`Config`]: the sections and the questions the rest of the gateway asks of them. Holds
//! references to secrets, never a secret. A part of Cove that needs one section takes that.

mod agents;
mod bindings;
mod channels;
mod group_chat;
mod hearing;
mod heartbeat;
mod memory;
mod model_choice;
mod models;
mod pruning;
mod quiet_day;
mod session;
mod small;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

pub use agents::{
    AgentDefaults, AgentEntry, Agents, ModelOptions, Thinking, TimeFormat, Verbose, normal_id,
};
pub use bindings::{Binding, Match, Peer, PeerKind};
pub use channels::{
    Channels, ChunkMode, CustomCommand, DmPolicy, Group, GroupPolicy, ReplyToMode, Streaming,
    TELEGRAM_API, Telegram, TelegramAccount, TelegramKeys,
};
pub use group_chat::{GroupChat, Pattern};
pub use hearing::{Hearing, HearingModel, Media};
pub use heartbeat::{ActiveHours, DirectPolicy, Heartbeat, HeartbeatExtra};
pub use memory::{Compaction, CompactionMode, MemoryFlush};
pub use model_choice::ModelChoice;
pub use models::{
    CatalogMode, Cost, Input, ModelEntry, Models, Provider, ProviderSettings, WireApi, key_path,
};
pub use pruning::{ContextPruning, HardClear, PruningMode, SoftTrim, ToolFilter};
pub use quiet_day::QuietDay;
pub use session::{
    Carryover, CarryoverReason, DmScope, IdentityLinks, Maintenance, MaintenanceMode, ManualReset,
    ResetMode, ResetPolicy, Session, SessionScope,
};
pub use small::{
    Allowance, Commands, Cron, InboundMessages, Messages, Notifications, Retention, Theme, Tools,
    Ui, UiLanguage, WelcomeMark,
};

use super::field::{Field, Findings, Rest, Section};
use super::kinds::Zone;
use super::path::ConfigPath;
use super::problem::{Allowed, ConfigProblem, ProblemKind};
use crate::model::ModelRef;
use crate::words::Language;

/// The settings in force, every key with its default.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Config {
    /// Agents.
    pub agents: Agents,
    /// Sessions.
    pub session: Session,
    /// Providers and models.
    pub models: Models,
    /// Channels.
    pub channels: Channels,
    /// Jobs.
    pub cron: Cron,
    /// The window.
    pub ui: Ui,
    /// Money.
    pub allowance: Allowance,
    /// Tools.
    pub tools: Tools,
    /// Messages.
    pub messages: Messages,
    /// Slash commands.
    pub commands: Commands,
    /// Which agent a chat belongs to.
    pub bindings: Vec<Binding>,
    /// Plugins of the peer: what `session-carryover` was told is followed, the rest kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugins: Option<Value>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Default for Config {
    /// What holds with an empty file.
    fn default() -> Self {
        Self::read(Value::Null, &mut Findings::default())
    }
}

impl Config {
    /// Reads the settings out of a tree whose secrets were taken out, noting every mistake.
    pub(crate) fn read(tree: Value, findings: &mut Findings) -> Self {
        let mut root = Section::open(tree, ConfigPath::default(), findings);
        let config = Self {
            agents: root.section("agents", Agents::read),
            session: root.section("session", Session::read),
            models: root.section("models", Models::read),
            channels: root.section("channels", Channels::read),
            cron: root.section("cron", Cron::read),
            ui: root.section("ui", Ui::read),
            allowance: root.section("allowance", Allowance::read),
            tools: root.section("tools", Tools::read),
            messages: root.section("messages", Messages::read),
            commands: root.section("commands", Commands::read),
            bindings: root.list("bindings", Binding::read),
            plugins: root.maybe("plugins"),
            rest: root.rest(),
        };
        config.check_models(findings);
        config.plugin_carryover(findings);
        config.check_agents(findings);
        config
    }

    /// These settings, which must hold no mistake.
    #[cfg(test)]
    pub fn of(tree: Value) -> Self {
        let mut findings = Findings::default();
        let config = Self::read(tree, &mut findings);
        assert!(findings.problems.is_empty(), "{:?}", findings.problems);
        config
    }

    /// What a new session gets of the one before: `session.carryover`, else what the plugin of
    /// that name was told, else the defaults.
    pub fn carryover(&self) -> Carryover {
        let own = self.session.carryover.clone();
        own.or_else(|| self.plugin_carryover(&mut Findings::default()))
            .unwrap_or_default()
    }

    fn plugin_carryover(&self, findings: &mut Findings) -> Option<Carryover> {
        let names = ["plugins", "entries", "session-carryover", "config"];
        let told = names[1..]
            .iter()
            .try_fold(self.plugins.as_ref()?, |at, name| at.get(name))?;
        let path = names
            .iter()
            .fold(ConfigPath::default(), |path, name| path.key(name));
        Carryover::read(told.clone(), &path, findings)
    }

    /// Whether a name names an agent is known only when the list has been read.
    fn check_agents(&self, findings: &mut Findings) {
        let list = ConfigPath::default().key("agents").key("list");
        for (place, agent) in self.agents.list.iter().enumerate() {
            let earlier = &self.agents.list[..place];
            if earlier.iter().any(|known| known.id == agent.id) {
                let at = list.index(place).key("id");
                let twice = ConfigProblem::named(at, &agent.id, ProblemKind::AgentTwice);
                findings.problems.push(twice);
            }
        }
        let known = self.agents();
        for (place, binding) in self.bindings.iter().enumerate() {
            if !known.contains(&binding.agent_id) {
                let at = ConfigPath::default().key("bindings").index(place);
                let unknown = ProblemKind::UnknownAgent;
                findings.problems.push(ConfigProblem::named(
                    at.key("agentId"),
                    &binding.agent_id,
                    unknown,
                ));
            }
        }
    }

    /// A model's name is known only when aliases have been read.
    fn check_models(&self, findings: &mut Findings) {
        let agents = ConfigPath::default().key("agents");
        let defaults = &self.agents.defaults;
        let base = agents.key("defaults");
        let mut named: Vec<(ConfigPath, &str)> = Vec::new();
        let choices = defaults.model.iter().flat_map(ModelChoice::names);
        named.extend(choices.map(|name| (base.key("model"), name)));
        if let Some(name) = &defaults.heartbeat.model {
            named.push((base.key("heartbeat").key("model"), name));
        }
        if let Some(name) = &defaults.compaction.model {
            named.push((base.key("compaction").key("model"), name));
        }
        for (place, agent) in self.agents.list.iter().enumerate() {
            let at = agents.key("list").index(place).key("model");
            let choices = agent.model.iter().flat_map(ModelChoice::names);
            named.extend(choices.map(|name| (at.clone(), name)));
        }
        for (at, name) in named {
            if self.model_ref(name).is_none() {
                findings.refuse::<()>(&at, &name.into(), Allowed::Model);
            }
        }
        for id in defaults.models.keys() {
            if ModelRef::parse(id).is_none() {
                let at = base.key("models").key(id);
                findings.refuse::<()>(&at, &id.as_str().into(), Allowed::Model);
            }
        }
    }

    /// A model by id or alias (any case).
    pub fn model_ref(&self, name: &str) -> Option<ModelRef> {
        let name = name.trim();
        self.aliases()
            .into_iter()
            .find(|(alias, _)| alias.eq_ignore_ascii_case(name))
            .map(|(_, model)| model)
            .or_else(|| ModelRef::parse(name))
    }

    /// Short names of models.
    pub fn aliases(&self) -> BTreeMap<String, ModelRef> {
        let named = self.agents.defaults.models.iter();
        named
            .filter_map(|(id, options)| Some((options.alias.clone()?, ModelRef::parse(id)?)))
            .collect()
    }

    /// The model of an agent and its fallbacks, in order, each once; empty = the practice agent.
    pub fn model_chain(&self, agent: &str) -> Vec<ModelRef> {
        let own = self.agent(agent).and_then(|entry| entry.model.as_ref());
        let choice = own.or(self.agents.defaults.model.as_ref());
        let mut chain: Vec<ModelRef> = Vec::new();
        for name in choice.iter().flat_map(|choice| choice.names()) {
            if let Some(model) = self.model_ref(name)
                && !chain.contains(&model)
            {
                chain.push(model);
            }
        }
        chain
    }

    /// Every provider the settings name.
    pub fn provider_settings(&self) -> Vec<ProviderSettings> {
        let settings = self.models.providers.iter();
        settings
            .map(|(id, provider)| ProviderSettings {
                id: id.clone(),
                base_url: provider.base_url.as_ref().map(|url| url.0.clone()),
                api: provider.api,
                key_path: provider
                    .api_key
                    .as_ref()
                    .map_or_else(|| key_path(id), |reference| reference.path().to_owned()),
                headers: provider
                    .headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.path().to_owned()))
                    .collect(),
                models: provider.models.clone(),
                rest: provider.rest.clone(),
            })
            .collect()
    }

    /// A listed agent.
    pub fn agent(&self, id: &str) -> Option<&AgentEntry> {
        self.agents.list.iter().find(|entry| entry.id == id)
    }

    /// The ids of all agents, the default one first; `main` if none is listed.
    pub fn agents(&self) -> Vec<String> {
        let first = self.default_agent();
        let others = self.agents.list.iter().map(|entry| entry.id.as_str());
        std::iter::once(first)
            .chain(others.filter(|id| *id != first))
            .map(str::to_owned)
            .collect()
    }

    /// The agent that is meant when none is named: the one marked default, else the first.
    pub fn default_agent(&self) -> &str {
        let list = &self.agents.list;
        list.iter()
            .find(|entry| entry.default)
            .or_else(|| list.first())
            .map_or("main", |entry| entry.id.as_str())
    }

    /// An agent's folder: its own, the default one's for the default agent, else
    /// `workspace-<id>`. `~` is the person's home; a relative path starts in the state directory.
    pub fn workspace_dir(&self, agent: &str, state_dir: &Path) -> PathBuf {
        let own = self.agent(agent).and_then(|entry| entry.workspace.as_ref());
        let written = match own {
            Some(path) => Some(path),
            None if agent == self.default_agent() => self.agents.defaults.workspace.as_ref(),
            None => None,
        };
        match written {
            Some(path) => state_dir.join(from_home(path)),
            None if agent == self.default_agent() => state_dir.join("workspace"),
            None => state_dir.join(format!("workspace-{agent}")),
        }
    }

    /// The Telegram bots.
    pub fn telegram_accounts(&self) -> Vec<TelegramAccount> {
        self.channels.telegram.list()
    }

    /// The names an agent is called by in groups: its own, else everybody's.
    pub fn mention_patterns(&self, agent: &str) -> &[Pattern] {
        let own = self
            .agent(agent)
            .and_then(|entry| entry.group_chat.as_ref());
        own.and_then(|chat| chat.mention_patterns.as_deref())
            .or_else(|| {
                let all = self.messages.group_chat.as_ref()?;
                all.mention_patterns.as_deref()
            })
            .unwrap_or_default()
    }

    /// How many waiting group messages a bot hands in with a mention.
    pub fn history_limit(&self, bot: &TelegramKeys) -> u64 {
        let all = self.messages.group_chat.as_ref();
        bot.history_limit
            .or_else(|| all?.history_limit)
            .unwrap_or(channels::HISTORY_LIMIT)
    }

    /// The language the settings name.
    pub fn language(&self) -> Option<Language> {
        self.ui.language.map(|language| match language {
            UiLanguage::English => Language::English,
            UiLanguage::Chinese => Language::Chinese,
        })
    }

    /// The person's zone, an IANA name; `None` = the computer's.
    pub fn user_timezone(&self) -> Option<&'static str> {
        match self.agents.defaults.user_timezone {
            Some(Zone::Named(zone)) => Some(zone.name()),
            _ => None,
        }
    }

    /// Turns at once.
    pub fn max_concurrent(&self) -> usize {
        usize::try_from(self.agents.defaults.max_concurrent).unwrap_or(usize::MAX)
    }

    /// The longest turn.
    pub fn turn_timeout(&self, _agent: &str) -> Duration {
        Duration::from_secs(self.agents.defaults.timeout_seconds)
    }

    /// An agent's beats; `None` where it has none: if any agent has its own, only those beat,
    /// else the default agent does.
    pub fn heartbeat(&self, agent: &str) -> Option<&Heartbeat> {
        let enrolled = self.agents.list.iter().any(|a| a.heartbeat.is_some());
        let beats = if enrolled {
            self.agent(agent)?.heartbeat.as_ref()?
        } else if agent == self.default_agent() {
            &self.agents.defaults.heartbeat
        } else {
            return None;
        };
        beats.is_on().then_some(beats)
    }

    /// How an agent's beats are set, whether they are on or not.
    pub fn heartbeat_settings(&self, agent: &str) -> &Heartbeat {
        self.agent(agent)
            .and_then(|agent| agent.heartbeat.as_ref())
            .unwrap_or(&self.agents.defaults.heartbeat)
    }

    /// The server a secret is for, as far as the settings say: a provider's address, Telegram's.
    pub fn secret_server(&self, path: &str) -> Option<String> {
        let provider = self
            .provider_settings()
            .into_iter()
            .find(|p| p.key_path == path || p.headers.iter().any(|(_, at)| at == path));
        let bot = || {
            let mut bots = self.telegram_accounts().into_iter();
            bots.find(|bot| bot.token_path == path)
                .map(|bot| bot.api_root().to_owned())
        };
        provider.and_then(|p| p.base_url).or_else(bot)
    }
}

/// Puts the person's home for a leading `~`.
fn from_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            home.join(rest.trim_start_matches(['/', '\\']))
        }
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests;
