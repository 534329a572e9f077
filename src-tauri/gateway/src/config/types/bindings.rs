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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;
    use std::sync::Arc;

    use crate::config::read::load;
    use crate::error::Problem;
    use crate::words::{Language, Words};

    /// The sentences of mistakes and warnings.
    fn check(text: &str, problems: &[&str], warnings: &[&str]) {
        let env: crate::secret::Env = Arc::new(|_: &str| None);
        let loaded = load(text, Path::new("/nowhere/cove.json"), &env);
        let words = Words::load();
        let told = |found: &[crate::config::ConfigProblem]| -> Vec<String> {
            let each = found.iter().map(Problem::from);
            each.map(|problem| words.problem(Language::English, &problem))
                .collect()
        };
        assert_eq!(told(&loaded.problems), problems, "{text}");
        assert_eq!(told(&loaded.warnings), warnings, "{text}");
    }

    #[test]
    fn a_wrong_binding_or_agent_names_its_path() {
        check(
            "{bindings: [{agentId: 'main', match: {}}, {match: {channel: 'telegram', peer: {kind: 'crowd', id: 5}}}]}",
            &[
                "bindings[0].match.channel is missing",
                "bindings[1].agentId is missing",
                "bindings[1].match.peer.kind: \"crowd\" is not one of direct, group, channel",
            ],
            &[],
        );
        check(
            "{bindings: [{agentId: 'Fun', match: {channel: 'telegram'}}], agents: {list: [{id: 'a'}, {id: 'A'}]}}",
            &["agents.list[1].id: there is already an agent \"a\""],
            &[
                "bindings[0].agentId: there is no agent \"fun\" in agents.list, so the default agent answers",
            ],
        );
        check(
            "{bindings: {a: 1}, session: {mainKey: 'a:b', identityLinks: {anna: 'x', ben: [true]}, dmScope: 'mine'}}",
            &[
                "session.dmScope: \"mine\" is not one of main, per-peer, per-channel-peer, per-account-channel-peer",
                "session.mainKey: \"a:b\" is not a single word such as \"main\"",
                "session.identityLinks.anna: \"x\" is not a list such as [\"a\", \"b\"]",
                "session.identityLinks.ben[0]: true is not an id such as \"123456789\"",
                "bindings: {\"a\":1} is not a list such as [\"a\", \"b\"]",
            ],
            &[],
        );
    }

    #[test]
    fn what_other_channels_write_is_kept_without_a_mistake() {
        check(
            "{bindings: [{type: 'route', comment: 'x', agentId: 'main', match: {channel: 'discord', guildId: '5', teamId: 6, accountId: '*'}}]}",
            &[],
            &[],
        );
    }
}
