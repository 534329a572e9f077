//! `channels`: Telegram and its accounts (field-reference §9).
//!
//! Owns the keys and defaults; an account's own keys win over the channel's. Never holds a token.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::agents::normal_id;
use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::kinds::{Address, Id, choice};
use crate::config::path::ConfigPath;
use crate::config::problem::{Allowed, ProblemKind};
use crate::secret::SecretRef;

choice! {
    /// Who may write directly.
    DmPolicy {
        /// Who was paired or is listed.
        Pairing = "pairing",
        /// Who is listed.
        Allowlist = "allowlist",
        /// Everybody, where `allowFrom` holds `*`.
        Open = "open",
        /// Nobody.
        Disabled = "disabled",
    }
}

choice! {
    /// In which groups the agent listens.
    GroupPolicy {
        /// In those listed.
        Allowlist = "allowlist",
        /// In all.
        Open = "open",
        /// In none.
        Disabled = "disabled",
    }
}

choice! {
    /// Where a long answer is cut.
    ChunkMode {
        /// At the limit.
        Length = "length",
        /// At blank lines.
        Newline = "newline",
    }
}

choice! {
    /// What is shown of an answer while it is being written.
    Streaming {
        /// Nothing.
        Off = "off",
        /// A message that is edited.
        Partial = "partial",
        /// Piece by piece.
        Block = "block",
        /// What is being done.
        Progress = "progress",
    }
}

choice! {
    /// Which parts of an answer hang on the message they answer.
    ReplyToMode {
        /// None.
        Off = "off",
        /// The first.
        First = "first",
        /// Each.
        All = "all",
    }
}

/// One group, or a topic in it; absent keys come from the wider one.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Listens at all.
    pub enabled: Option<bool>,
    /// Only when mentioned (true).
    pub require_mention: Option<bool>,
    /// Who may speak.
    pub allow_from: Option<Vec<Id>>,
    /// Who may speak, by policy.
    pub group_policy: Option<GroupPolicy>,
    /// Added to the prompt.
    pub system_prompt: Option<String>,
    /// Another agent for a topic.
    pub agent_id: Option<String>,
    /// By topic number or `*`.
    pub topics: BTreeMap<String, Group>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Group {
    /// What it adds to the prompt, if that says anything.
    pub fn prompt(&self) -> Option<String> {
        let said = self.system_prompt.as_deref()?.trim();
        (!said.is_empty()).then(|| said.to_owned())
    }
}

impl Field for Group {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        Some(Self {
            enabled: section.maybe("enabled"),
            require_mention: section.maybe("requireMention"),
            allow_from: section.maybe("allowFrom"),
            group_policy: section.maybe("groupPolicy"),
            system_prompt: section.maybe("systemPrompt"),
            agent_id: section.maybe("agentId"),
            topics: section.or("topics", BTreeMap::new()),
            rest: section.rest(),
        })
    }
}

/// A word of the person's own in the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomCommand {
    /// Without the slash, `[a-z0-9_]{1,32}`.
    pub command: String,
    /// What the menu says of it.
    pub description: String,
}

impl Field for CustomCommand {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        let (command, description) = (
            section.maybe::<String>("command"),
            section.maybe::<String>("description"),
        );
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let command = command.map(|word| word.trim_start_matches('/').to_lowercase());
        let fits = |word: &String| (1..=32).contains(&word.len()) && word.chars().all(plain);
        let command = command.filter(fits);
        if command.is_none() {
            section.refuse("command", ProblemKind::Value(Allowed::Word));
        }
        section.rest();
        command.map(|command| Self {
            description: description.unwrap_or_else(|| command.clone()),
            command,
        })
    }
}

/// What the channel and each account can say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TelegramKeys {
    /// Default true.
    pub enabled: bool,
    /// Shown name.
    pub name: Option<String>,
    /// Where the token is kept. Never the token itself.
    pub bot_token: Option<SecretRef>,
    /// A file that holds the token.
    pub token_file: Option<String>,
    /// Where the Bot API is.
    pub api_root: Address,
    /// Default pairing.
    pub dm_policy: DmPolicy,
    /// People, by id, or `*`.
    pub allow_from: Vec<Id>,
    /// Default allowlist.
    pub group_policy: GroupPolicy,
    /// People in groups; absent = `allowFrom`.
    pub group_allow_from: Option<Vec<Id>>,
    /// By chat id or `*`.
    pub groups: Option<BTreeMap<String, Group>>,
    /// Waiting group messages handed in with a mention; absent = as `messages.groupChat` says (50).
    pub history_limit: Option<u64>,
    /// Most characters of one message (4,000).
    pub text_chunk_limit: u64,
    /// Default length.
    pub chunk_mode: ChunkMode,
    /// Default partial.
    pub streaming: Streaming,
    /// Which parts of an answer hang on what they answer; absent = the first in groups.
    pub reply_to_mode: Option<ReplyToMode>,
    /// Previews of links (true).
    pub link_preview: bool,
    /// Largest file, MB (100).
    pub media_max_mb: f64,
    /// Words of the person's own in the menu; typed or tapped they are ordinary messages.
    pub custom_commands: Vec<CustomCommand>,
    /// Longest request, seconds (500).
    pub timeout_seconds: u64,
    /// Where Telegram posts messages to; absent = it is asked for them.
    pub webhook_url: Option<Address>,
    /// What proves that it is Telegram who posts. Never the secret itself.
    pub webhook_secret: Option<SecretRef>,
    /// The path the posts arrive under (`/telegram-webhook`).
    pub webhook_path: String,
    /// The address that is listened at (127.0.0.1).
    pub webhook_host: String,
    /// The port that is listened at (8787).
    pub webhook_port: u64,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Waiting group messages handed in with a mention, where nothing says how many.
pub(super) const HISTORY_LIMIT: u64 = 50;
/// The public Bot API.
pub const TELEGRAM_API: &str = "https://api.telegram.org";

impl Default for TelegramKeys {
    fn default() -> Self {
        Self {
            enabled: true,
            name: None,
            bot_token: None,
            token_file: None,
            api_root: Address(TELEGRAM_API.into()),
            dm_policy: DmPolicy::Pairing,
            allow_from: Vec::new(),
            group_policy: GroupPolicy::Allowlist,
            group_allow_from: None,
            groups: None,
            history_limit: None,
            text_chunk_limit: 4_000,
            chunk_mode: ChunkMode::Length,
            streaming: Streaming::Partial,
            reply_to_mode: None,
            link_preview: true,
            media_max_mb: 100.0,
            custom_commands: Vec::new(),
            timeout_seconds: 500,
            webhook_url: None,
            webhook_secret: None,
            webhook_path: "/telegram-webhook".into(),
            webhook_host: "127.0.0.1".into(),
            webhook_port: 8_787,
            rest: Rest::new(),
        }
    }
}

impl TelegramKeys {
    /// Takes the keys out of `section`, over `base`; what is left stays in it.
    fn take(section: &mut Section<'_>, base: Self) -> Self {
        Self {
            enabled: section.or("enabled", base.enabled),
            name: section.maybe("name").or(base.name),
            bot_token: section.maybe("botToken").or(base.bot_token),
            token_file: section.maybe("tokenFile").or(base.token_file),
            api_root: section.or("apiRoot", base.api_root),
            dm_policy: section.or("dmPolicy", base.dm_policy),
            allow_from: section.or("allowFrom", base.allow_from),
            group_policy: section.or("groupPolicy", base.group_policy),
            group_allow_from: section.maybe("groupAllowFrom").or(base.group_allow_from),
            groups: section.maybe("groups").or(base.groups),
            history_limit: section
                .whole("historyLimit", 0, 10_000)
                .or(base.history_limit),
            text_chunk_limit: section
                .whole("textChunkLimit", 100, 4_096)
                .unwrap_or(base.text_chunk_limit),
            chunk_mode: section.or("chunkMode", base.chunk_mode),
            streaming: streaming(section).unwrap_or(base.streaming),
            reply_to_mode: section.maybe("replyToMode").or(base.reply_to_mode),
            link_preview: section.or("linkPreview", base.link_preview),
            media_max_mb: section.or("mediaMaxMb", base.media_max_mb),
            custom_commands: section.or("customCommands", base.custom_commands),
            timeout_seconds: section
                .whole("timeoutSeconds", 1, 86_400)
                .unwrap_or(base.timeout_seconds),
            webhook_url: section.maybe("webhookUrl").or(base.webhook_url),
            webhook_secret: section.maybe("webhookSecret").or(base.webhook_secret),
            webhook_path: section.or("webhookPath", base.webhook_path),
            webhook_host: section.or("webhookHost", base.webhook_host),
            webhook_port: section
                .whole("webhookPort", 1, 65_535)
                .unwrap_or(base.webhook_port),
            rest: Rest::new(),
        }
    }
}

/// `streaming` as a word, a switch or `{mode}`; `streamMode` is its older name.
fn streaming(section: &mut Section<'_>) -> Option<Streaming> {
    let older = section.maybe::<Form>("streamMode");
    section
        .maybe::<Form>("streaming")
        .or(older)
        .map(|form| form.0)
}

struct Form(Streaming);

impl Field for Form {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match value {
            Value::Bool(true) => Some(Self(Streaming::Partial)),
            Value::Bool(false) => Some(Self(Streaming::Off)),
            Value::Object(mut map) => {
                findings.also(path, Allowed::OneOf(Streaming::WORDS));
                let mode = map.shift_remove("mode")?;
                Streaming::read(mode, &path.key("mode"), findings).map(Self)
            }
            word => Streaming::read(word, path, findings).map(Self),
        }
    }
}

/// `channels.telegram`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Telegram {
    /// The section stands in the file.
    #[serde(skip)]
    pub written: bool,
    /// The channel's own keys.
    #[serde(flatten)]
    pub keys: TelegramKeys,
    /// By id; the channel's keys filled in.
    pub accounts: BTreeMap<String, TelegramKeys>,
}

impl Telegram {
    fn read(mut section: Section<'_>, written: bool) -> Self {
        let mut keys = TelegramKeys::take(&mut section, TelegramKeys::default());
        // Token and name are each account's own.
        let base = TelegramKeys {
            bot_token: None,
            token_file: None,
            name: None,
            // One address has one bot.
            webhook_url: None,
            ..keys.clone()
        };
        let accounts = section.named("accounts", |_, mut account| {
            let mut keys = TelegramKeys::take(&mut account, base.clone());
            keys.rest = account.rest();
            keys
        });
        keys.rest = section.rest();
        Self {
            written,
            keys,
            accounts,
        }
    }
}

/// `channels`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Channels {
    /// Telegram.
    pub telegram: Telegram,
    /// What holds for all channels, kept for the heartbeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaults: Option<Value>,
    /// Channels Cove does not have.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Channels {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let telegram = section.section_if("telegram", |s| Telegram::read(s, true));
        Self {
            telegram: telegram
                .unwrap_or_else(|| section.section("telegram", |s| Telegram::read(s, false))),
            defaults: section.maybe("defaults"),
            rest: section.rest(),
        }
    }
}

/// One Telegram bot, ready to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct TelegramAccount {
    /// `default` if there is only one.
    pub id: String,
    /// The channel and the account are switched on.
    pub enabled: bool,
    /// The file speaks of it; else only the environment can bring its token.
    pub written: bool,
    /// The path to ask the secret store for.
    pub token_path: String,
    /// The same for what proves that it is Telegram who posts.
    pub webhook_secret_path: String,
    /// Everything else, the channel's keys filled in.
    pub keys: TelegramKeys,
}

impl TelegramAccount {
    /// Where the Bot API is, without a slash at the end.
    pub fn api_root(&self) -> &str {
        &self.keys.api_root.0
    }
}

impl Telegram {
    /// The bots. Without `accounts` there is one, `default`; beside accounts the channel's own
    /// keys are one only if they hold a token.
    pub fn list(&self) -> Vec<TelegramAccount> {
        let mut list = Vec::new();
        let own = self.accounts.is_empty()
            || self.keys.bot_token.is_some() && !self.accounts.contains_key("default");
        if own {
            let path = ["channels", "telegram"].to_vec();
            list.push(self.account("default", &self.keys, path));
        }
        for (id, keys) in &self.accounts {
            let path = ["channels", "telegram", "accounts", id].to_vec();
            list.push(self.account(&normal_id(id), keys, path));
        }
        list
    }

    fn account(&self, id: &str, keys: &TelegramKeys, place: Vec<&str>) -> TelegramAccount {
        let own = |key: &str| {
            let keys = place.iter().copied().chain([key]);
            let path = keys.fold(ConfigPath::default(), |path, key| path.key(key));
            path.to_string()
        };
        let path_of = |reference: &Option<SecretRef>, key: &str| {
            let given = reference
                .as_ref()
                .map(|reference| reference.path().to_owned());
            given.unwrap_or_else(|| own(key))
        };
        TelegramAccount {
            id: id.to_owned(),
            enabled: self.keys.enabled && keys.enabled,
            written: self.written,
            token_path: path_of(&keys.bot_token, "botToken"),
            webhook_secret_path: path_of(&keys.webhook_secret, "webhookSecret"),
            keys: keys.clone(),
        }
    }
}
