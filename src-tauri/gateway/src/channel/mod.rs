//! Channels: how people reach the agent and how it reaches them.
//!
//! Owns the trait of a channel, who may write (access, pairing), where a message belongs (router)
//! and the adapters. Knows no session, no model and no turn: what comes in goes to
//! [`InboundSink`], what goes out comes from the outbox.

mod types;

pub use types::{
    Accepted, ButtonPress, Channel, ChannelHealth, ChannelKind, ChannelStatus, ChatType, Inbound,
    InboundSink, Outgoing, Receipt, Route, SendFailure, SinkError,
};
