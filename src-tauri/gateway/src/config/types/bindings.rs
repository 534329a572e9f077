//! `bindings`: which agent a chat belongs to (field-reference §3).
//!
//! Owns the keys and their mistakes; which binding wins is the router's.

use serde::Serialize;

use super::agents::normal_id;
use crate::config::field::{Rest, Section};
use crate::config::kinds::{Id, choice};

choice! {
    /// The kind of a chat.
    PeerKind {
        /// One person.
        Direct = "direct" | "dm",
        /// A group.
        Group = "group",
        /// A channel of many.
        Channel = "channel" | "room",
    }
}

/// One chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Peer {
    /// Its kind.
    pub kind: PeerKind,
    /// Its id; of a topic `<group>:topic:<n>`.
    pub id: Id,
}

/// Which chats a binding is about. A key that is absent does not narrow, save the account.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    /// The channel, lower case.
    pub channel: String,
    /// The account of the channel, `*` for all; absent = `default`.
    pub account_id: Option<String>,
    /// One chat.
    pub peer: Option<Peer>,
    /// Of channels that have servers; Cove has none of them, so it matches nothing.
    pub guild_id: Option<Id>,
    /// Of channels that have teams; as above.
    pub team_id: Option<Id>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

/// One of `bindings`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// The agent, as keys hold it.
    pub agent_id: String,
    /// Absent or `route`; others belong to programs Cove does not run, and match nothing.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// A note for the reader of the file.
    pub comment: Option<String>,
    /// Which chats.
    #[serde(rename = "match")]
    pub matches: Match,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Binding {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            agent_id: normal_id(&section.needed::<String>("agentId").unwrap_or_default()),
            kind: section.maybe("type"),
            comment: section.maybe("comment"),
            matches: section.section("match", Match::read),
            rest: section.rest(),
        }
    }
}

impl Match {
    fn read(mut section: Section<'_>) -> Self {
        let channel: String = section.needed("channel").unwrap_or_default();
        Self {
            channel: channel.trim().to_lowercase(),
            account_id: section.maybe("accountId"),
            peer: section.section_if("peer", Peer::read).flatten(),
            guild_id: section.maybe("guildId"),
            team_id: section.maybe("teamId"),
            rest: section.rest(),
        }
    }
}

impl Peer {
    fn read(mut section: Section<'_>) -> Option<Self> {
        let (kind, id) = (section.needed("kind"), section.needed("id"));
        section.rest();
        Some(Self {
            kind: kind?,
            id: id?,
        })
    }
}
