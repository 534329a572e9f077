//! Channels: how people reach the agent and how it reaches them.
//!
//! Owns the trait of a channel, who may write (access, pairing), where a message belongs (router)
//! and the adapters. Knows no session, no model and no turn: what comes in goes to
//! [`InboundSink`], what goes out comes from the outbox.

mod access;
mod answering;
mod brought;
mod desktop;
mod group_chat;
mod groups;
mod inbound;
mod menu;
mod pairing;
mod pairing_store;
mod router;
mod sent_file;
mod telegram;
mod types;

pub use access::{Access, AccessRules, DmPolicy, Refusal, decide, is_owner, normal_id};
pub use answering::{Previewed, ReplyTo, Streams, Urgency};
pub use brought::{Answered, Brought, BroughtFile, FileKind, Forwarded, Piece, Reacted};
pub use desktop::Local;
pub use group_chat::{GroupSeen, Standing};
pub use groups::{
    Activation, GroupMessage, GroupRefusal, GroupRules, Verdict, hear, refused, rules_in,
};
pub use menu::{Menu, MenuEntry, MenuText};
pub use pairing::{Asked, Asker, MAX_PENDING, Pending, REQUEST_LIFE};
pub use pairing_store::{Approved, PairingError, PairingStore};
pub use router::{Routed, Rule, route};
pub use sent_file::{FileSource, LARGEST_SENT, SentFile};
#[cfg(feature = "test-hooks")]
pub use telegram::rendered;
pub use telegram::{
    HookParts, Style, Telegram, TelegramHandle, TelegramParts, TokenSource, bot_of,
};
pub use types::{
    Accepted, ButtonPress, Carried, Channel, ChannelHealth, ChannelKind, ChannelStatus, ChatType,
    FetchFailure, Inbound, InboundSink, Outgoing, Post, Proof, ProofKind, Receipt, Route, Said,
    SendFailure, SinkError,
};
