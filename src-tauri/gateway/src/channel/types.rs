//! The shapes between a channel and the rest.
//!
//! Owns [`Channel`] (what the sender calls) and [`InboundSink`] (what a channel calls). Never
//! names a session store, a lane or a database.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answering::{Previewed, ReplyTo, Streams, Urgency};
use super::brought::{Brought, BroughtFile, Reacted};
use super::group_chat::{GroupSeen, Standing};
use super::groups::Activation;
use super::sent_file::SentFile;
use crate::clock::Ms;
use crate::error::Problem;

/// Which kind of channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// The window's chat.
    Desktop,
    /// The command line.
    Cli,
    /// Telegram.
    Telegram,
    /// An address that results are posted to; nobody talks there.
    Webhook,
}

impl ChannelKind {
    /// Where people talk.
    pub const ALL: [Self; 3] = [Self::Desktop, Self::Cli, Self::Telegram];

    /// Its name in keys and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Cli => "cli",
            Self::Telegram => "telegram",
            Self::Webhook => "webhook",
        }
    }

    /// Reads the name of a channel where people talk.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Reads the name of any way out, as the tables hold it.
    pub fn parse_any(name: &str) -> Option<Self> {
        let all = Self::ALL.into_iter().chain([Self::Webhook]);
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Direct or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ChatType {
    /// One person.
    #[default]
    Direct,
    /// Several.
    Group,
}

/// Where a message came from and where an answer goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// The channel.
    pub channel: ChannelKind,
    /// The account of the channel, `default` if there is only one.
    pub account: String,
    /// The chat or person in the channel's own id.
    pub peer: String,
    /// The topic or thread, where the channel has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// Direct or group.
    #[serde(default)]
    pub chat_type: ChatType,
}

impl Route {
    /// The window's chat.
    pub fn desktop() -> Self {
        Self::local(ChannelKind::Desktop)
    }

    /// The command line.
    pub fn cli() -> Self {
        Self::local(ChannelKind::Cli)
    }

    fn local(channel: ChannelKind) -> Self {
        Self {
            channel,
            account: "default".into(),
            peer: "owner".into(),
            thread: None,
            chat_type: ChatType::Direct,
        }
    }
}

/// A message that access has let in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inbound {
    /// Unique for ever and the same when handed out again: `telegram:default:734`.
    pub id: String,
    /// Where from.
    pub route: Route,
    /// The sender's id in the channel.
    pub sender: String,
    /// The sender's name as the channel shows it.
    pub sender_name: Option<String>,
    /// The sender is an owner of this home (paired or on the allowlist), so a direct message
    /// belongs to the main session.
    pub owner: bool,
    /// The text as the person wrote it.
    pub text: String,
    /// When the channel says it was written, ms.
    pub sent_at: Ms,
    /// The channel's own message id, to reply to.
    pub message_id: Option<String>,
    /// The sender's language tag, where the channel tells.
    pub language: Option<String>,
    /// The person's message it is said instead of: the conversation goes on from before that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
    /// What came with the words.
    #[serde(default, skip_serializing_if = "Brought::is_nothing")]
    pub brought: Brought,
}

/// A pressed inline button.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ButtonPress {
    /// Unique id of the press: `telegram:default:cb:<callback id>`.
    pub id: String,
    /// Where.
    pub route: Route,
    /// Who.
    pub sender: String,
    /// The sender is the owner.
    #[serde(default)]
    pub owner: bool,
    /// The button's data, at most 64 bytes.
    pub data: String,
    /// The message the button hangs on.
    pub message_id: Option<String>,
}

/// What became of an inbound message at the sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Durably ours now.
    New,
    /// Was ours already; nothing happens twice.
    Known,
}

/// The sink could not take a message; the channel must not confirm it and tries again.
#[derive(Debug, thiserror::Error)]
#[error("the message could not be stored: {reason}")]
pub struct SinkError {
    /// For the log.
    pub reason: String,
}

/// What a channel hands messages to; implemented by the wiring.
#[async_trait]
pub trait InboundSink: Send + Sync {
    /// Stores the message and moves the channel's cursor, in one transaction (walks.md walk 1).
    /// `cursor` is the position after this message.
    async fn accept(&self, message: Inbound, cursor: Option<i64>) -> Result<Accepted, SinkError>;

    /// A button was pressed. Answers what to show beside the button, in the presser's language;
    /// a press that was answered before, or whose question is over, says so.
    async fn press(&self, press: ButtonPress, cursor: Option<i64>) -> Result<String, SinkError>;

    /// An update that is no message for the agent (unknown sender, unsupported kind, channel
    /// post): its record with the reason, and the cursor moves on.
    async fn set_aside(
        &self,
        route: Route,
        id: String,
        reason: Problem,
        cursor: Option<i64>,
    ) -> Result<(), SinkError>;

    /// A message was changed by its writer (the same chat and `message_id`, an id of its own): it
    /// is changed where it waits, or the next turn is told; the cursor moves on in the same
    /// transaction.
    async fn edited(&self, message: Inbound, cursor: Option<i64>) -> Result<(), SinkError>;

    /// A person reacted to a message: recorded, and told with the next turn where it is an answer;
    /// the cursor moves on in the same transaction.
    async fn reacted(&self, reacted: Reacted, cursor: Option<i64>) -> Result<(), SinkError>;

    /// Where the channel stopped reading.
    async fn cursor(&self, channel: ChannelKind, account: &str) -> Result<Option<i64>, SinkError>;

    /// Whether a text is a command of Cove's and nothing else.
    fn is_command(&self, text: &str) -> bool;

    /// When this group is answered, if somebody chose it there.
    fn activation(&self, route: &Route) -> Option<Activation>;

    /// A message of a group that calls nobody: it waits as history for the next one that does. Of
    /// each conversation the newest `limit` are kept.
    async fn overhear(
        &self,
        message: Inbound,
        limit: u64,
        cursor: Option<i64>,
    ) -> Result<(), SinkError>;

    /// What a group is called, and its topics; told when it is new or other than before.
    async fn group_seen(&self, group: GroupSeen) -> Result<(), SinkError>;

    /// Where the bot stands in a group has changed. `id` is that of the update.
    async fn group_standing(
        &self,
        group: GroupSeen,
        standing: Standing,
        id: String,
        cursor: Option<i64>,
    ) -> Result<(), SinkError>;

    /// A group lives on under another id: all that names the old one follows. Told again, nothing
    /// happens.
    async fn group_moved(
        &self,
        account: &str,
        from: &str,
        to: &str,
        cursor: Option<i64>,
    ) -> Result<(), SinkError>;

    /// Text for a person the agent does not know (a pairing code), sent through the outbox.
    async fn notice(&self, route: Route, id: String, text: String) -> Result<(), SinkError>;
}

/// One part on its way out. The text is Markdown; the channel renders it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing {
    /// Where to.
    pub route: Route,
    /// Rendered for the channel (Telegram HTML), at most its limit.
    pub body: String,
    /// The same as plain text, for a channel that refuses the markup.
    pub plain: String,
    /// Rows of buttons: label and data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<(String, String)>>,
    /// Arrives without sound.
    #[serde(default)]
    pub silent: bool,
    /// The message this answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// What a channel needs beyond the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
}

/// What a part carries beyond its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carried {
    /// What Cove or a job says in the desktop chat.
    Said(Said),
    /// What is posted to an address; the body is the part's own.
    Post(Post),
    /// The message that shows the beginning of this answer already: it becomes the answer. A part
    /// without words takes that message away.
    Draft(String),
    /// A file that goes along; the words stand under it.
    File(SentFile),
}

impl Outgoing {
    /// What a list shows of it: its words, or the name of its file.
    pub fn shown(&self) -> &str {
        match &self.carried {
            Some(Carried::File(file)) if self.plain.is_empty() => file.name(),
            _ => &self.plain,
        }
    }
}

/// Something said in the desktop chat by a job, or by Cove about one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// Whose main conversation.
    pub agent: String,
    /// The part's own id: said twice it is said once.
    pub outbox: String,
    /// The job.
    pub job: String,
    /// Its name.
    pub name: String,
}

/// How something is posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    /// Where to.
    pub url: String,
    /// The same for every attempt at the same thing.
    pub key: String,
    /// How the receiver knows it is from here; absent = it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// How a receiver knows who posts. The secret itself is read when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// How.
    pub by: ProofKind,
    /// The path of the secret.
    pub secret: String,
}

/// How a receiver knows who posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProofKind {
    /// The secret is sent along.
    Bearer,
    /// A signature made with it is.
    Hmac,
}

/// The channel took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The channel's message id.
    pub message_id: String,
}

/// Why a part did not (surely) arrive.
#[derive(Debug, Clone, PartialEq)]
pub enum SendFailure {
    /// Surely not taken; may go again after the delay (the server's own, or ours).
    Again {
        /// Wait at least this long.
        after: Duration,
        /// Why.
        reason: Problem,
    },
    /// Surely not taken and never will be (blocked, chat gone, refused).
    Refused(Problem),
    /// It may have arrived. Never sent again by itself.
    Unknown(Problem),
    /// Surely not taken; the channel itself said when it may go.
    Later {
        /// Wait exactly this long.
        after: Duration,
        /// Why.
        reason: Problem,
    },
    /// The message that was to become this answer can't be changed any more, and is gone as far
    /// as it could be taken away: the part goes as a new one.
    DraftGone,
}

/// Why a file was not fetched.
#[derive(Debug, Clone, PartialEq)]
pub enum FetchFailure {
    /// It may be had after this.
    Again {
        /// Wait at least this long.
        after: Duration,
        /// Why.
        reason: Problem,
    },
    /// It never will be.
    Never(Problem),
}

/// How a channel is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelHealth {
    /// Switched off or not set up.
    Off,
    /// Not heard from yet.
    Connecting,
    /// Works.
    Well,
    /// Fails at the moment and keeps trying.
    Trying,
    /// Needs the person (bad token).
    NeedsYou,
}

/// A channel's state for status, window and tray.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelStatus {
    /// Which.
    pub channel: ChannelKind,
    /// Which account.
    pub account: String,
    /// `@name` of the bot, once known.
    pub name: Option<String>,
    /// How it is.
    pub health: ChannelHealth,
    /// Last successful answer of the channel's server, ms.
    pub heard_at: Option<Ms>,
    /// What is wrong, if something is.
    pub problem: Option<Problem>,
}

/// A way to people. One object an account.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Which.
    fn kind(&self) -> ChannelKind;
    /// Which account.
    fn account(&self) -> &str;
    /// Sends one part; the receipt is the channel's own message id.
    async fn send(&self, part: &Outgoing) -> Result<Receipt, SendFailure>;
    /// The bytes of a file that came with a message, at most `most` bytes.
    async fn fetch(&self, _file: &BroughtFile, _most: u64) -> Result<Vec<u8>, FetchFailure> {
        Err(FetchFailure::Never(Problem::new("media-no-channel")))
    }
    /// Shows or refreshes “is writing”; best effort.
    async fn typing(&self, route: &Route);
    /// Splits and renders Markdown into parts of at most the channel's limit.
    fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing>;
    /// How it is.
    fn status(&self) -> ChannelStatus;

    /// How long something of this urgency would have to wait for the channel's limits.
    fn wait(&self, _route: &Route, _urgency: Urgency) -> Duration {
        Duration::ZERO
    }

    /// Takes a place in the channel's limits for something that goes now.
    ///
    /// # Errors
    /// How long to wait before asking again.
    fn admit(&self, _route: &Route, _urgency: Urgency) -> Result<(), Duration> {
        Ok(())
    }

    /// What is shown there of an answer while it is being written.
    fn streams(&self, _route: &Route) -> Streams {
        Streams::Off
    }

    /// Which parts of an answer name the message they answer there.
    fn replies(&self, _route: &Route) -> ReplyTo {
        ReplyTo::Off
    }

    /// Shows the beginning of an answer, in the place of what is `shown` already; best effort.
    async fn preview(&self, _part: &Outgoing, _shown: Option<&str>) -> Previewed {
        Previewed::NotNow
    }

    /// Sets a reaction on a message, or none; best effort.
    async fn react(&self, _route: &Route, _message_id: &str, _emoji: &str) {}
}
