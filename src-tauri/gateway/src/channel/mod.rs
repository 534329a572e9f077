//! Channels: how people reach the agent and how it reaches them.
//!
//! Owns the trait of a channel, who may write (access, pairing), where a message belongs (router)
//! and the adapters. Knows no session, no model and no turn: what comes in goes to
//! [`InboundSink`], what goes out comes from the outbox.

mod access;
mod desktop;
mod pairing;
mod pairing_store;
mod router;
mod telegram;
mod types;

pub use access::{Access, AccessRules, DmPolicy, Refusal, decide, normal_id};
pub use desktop::Local;
pub use pairing::{Asked, Asker, MAX_PENDING, Pending, REQUEST_LIFE};
pub use pairing_store::{Approved, PairingError, PairingStore};
pub use router::{Routed, Rule, route};
#[cfg(feature = "test-hooks")]
pub use telegram::rendered;
pub use telegram::{Style, Telegram, TelegramHandle, TelegramParts, TokenSource, bot_of};
pub use types::{
    Accepted, ButtonPress, Carried, Channel, ChannelHealth, ChannelKind, ChannelStatus, ChatType,
    Inbound, InboundSink, Menu, MenuEntry, MenuText, Outgoing, Post, Previewed, Proof, ProofKind,
    Receipt, ReplyTo, Route, Said, SendFailure, SinkError, Streams, Urgency,
};
