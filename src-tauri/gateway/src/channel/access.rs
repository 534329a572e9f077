//! Who may write to the agent: a pure decision over the settings and the paired people.
//!
//! Owns [`decide`]. Never reads a file and never answers anybody; the adapter acts on the
//! decision.

use serde::{Deserialize, Serialize};

use std::sync::Arc;

use crate::config::{Config, TelegramKeys};

/// What happens with direct messages (`channels.<channel>.dmPolicy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DmPolicy {
    /// Unknown people are given a code that the owner can approve.
    #[default]
    Pairing,
    /// Only people on the list and those approved earlier.
    Allowlist,
    /// Everybody, if the list also holds `*`.
    Open,
    /// Nobody.
    Disabled,
}

/// The settings a decision needs; they change while the channel runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessRules {
    /// What happens with direct messages.
    pub dm_policy: DmPolicy,
    /// `allowFrom`: ids as text, `*` for everybody.
    pub allow_from: Vec<String>,
    /// What the bot's account says, for groups.
    pub keys: TelegramKeys,
    /// Everything else that groups ask for: bindings, the names of agents.
    pub config: Arc<Config>,
}

/// What a sender may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Named by the owner: talks in the main conversation.
    Owner,
    /// Let in by `*` only: talks in a conversation of their own.
    Guest,
    /// Unknown, and may ask to be let in.
    Pair,
    /// Not heard.
    Refuse(Refusal),
}

/// Why a sender is not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Direct messages are switched off.
    DmsOff,
    /// The list does not hold this person.
    NotListed,
}

impl Refusal {
    /// The stable code of the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::DmsOff => "telegram-dms-off",
            Self::NotListed => "telegram-not-allowed",
        }
    }
}

/// Decides about one direct message. `paired` are the ids of the pairing store; both lists may carry
/// `tg:` or `telegram:` in front of an id.
pub fn decide(policy: DmPolicy, allow_from: &[String], paired: &[String], sender: &str) -> Access {
    if policy == DmPolicy::Disabled {
        return Access::Refuse(Refusal::DmsOff);
    }
    if is_owner(allow_from, paired, sender) {
        return Access::Owner;
    }
    if allow_from.iter().any(|id| normal_id(id) == "*") {
        return Access::Guest;
    }
    match policy {
        DmPolicy::Pairing => Access::Pair,
        _ => Access::Refuse(Refusal::NotListed),
    }
}

/// Whether the owner named this person, wherever they write: in a group they may then use the
/// owner's commands. `*` names nobody: whoever comes in by it must not be taken for the owner.
pub fn is_owner(allow_from: &[String], paired: &[String], sender: &str) -> bool {
    let sender = normal_id(sender);
    let named =
        |list: &[String]| !sender.is_empty() && list.iter().any(|id| normal_id(id) == sender);
    sender != "*" && (named(allow_from) || named(paired))
}

/// An id as it is compared: trimmed, lower case, without `tg:` or `telegram:`.
pub fn normal_id(id: &str) -> String {
    let id = id.trim().to_ascii_lowercase();
    for prefix in ["telegram:", "tg:"] {
        if let Some(rest) = id.strip_prefix(prefix) {
            return rest.trim().to_owned();
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: DmPolicy, allow_from: &[&str], paired: &[&str], expected: Access) {
        let own = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            decide(policy, &own(allow_from), &own(paired), "5550142"),
            expected,
            "{policy:?} {allow_from:?} {paired:?}"
        );
    }

    #[test]
    fn a_named_person_is_an_owner_in_every_spelling() {
        for id in ["5550142", " tg:5550142", "telegram:5550142", "TG:5550142 "] {
            check(DmPolicy::Allowlist, &[id], &[], Access::Owner);
            check(DmPolicy::Pairing, &[], &[id], Access::Owner);
            check(DmPolicy::Open, &["*", id], &[], Access::Owner);
        }
    }

    #[test]
    fn an_unknown_person_is_asked_to_pair_only_under_the_pairing_policy() {
        check(DmPolicy::Pairing, &["1"], &["2"], Access::Pair);
        check(
            DmPolicy::Allowlist,
            &["1"],
            &[],
            Access::Refuse(Refusal::NotListed),
        );
    }

    #[test]
    fn a_star_lets_in_as_a_guest_and_never_as_the_owner() {
        for policy in [DmPolicy::Open, DmPolicy::Pairing, DmPolicy::Allowlist] {
            check(policy, &["*"], &[], Access::Guest);
            check(policy, &["tg:*"], &["*"], Access::Guest);
        }
    }

    #[test]
    fn open_without_a_star_is_not_open() {
        check(DmPolicy::Open, &[], &[], Access::Refuse(Refusal::NotListed));
    }

    #[test]
    fn switched_off_hears_nobody() {
        check(
            DmPolicy::Disabled,
            &["5550142", "*"],
            &["5550142"],
            Access::Refuse(Refusal::DmsOff),
        );
    }

    #[test]
    fn a_sender_without_an_id_is_nobody() {
        let empty = vec![String::new(), "tg:".to_owned()];
        assert_eq!(
            decide(DmPolicy::Allowlist, &empty, &empty, ""),
            Access::Refuse(Refusal::NotListed)
        );
    }
}
